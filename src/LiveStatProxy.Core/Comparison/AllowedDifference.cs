namespace LiveStatProxy.Core.Comparison;

/// <summary>How far two numbers may be apart.</summary>
/// <param name="Difference">The largest difference allowed.</param>
/// <param name="Negligible">A difference that matters to nobody even on the whole: a tenth of the absolute tolerance.</param>
public readonly record struct Allowance(double Difference, double Negligible);

/// <summary>Applies tolerances to what else is known of the kernel.</summary>
internal sealed class AllowedDifference(ToleranceTable tolerances)
{
    /// <summary>Both sides round percentages to two decimals.</summary>
    private const double PercentageRounding = 0.01;

    /// <summary>How far two numbers of one metric and field may be apart.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="field">The field.</param>
    /// <param name="manager">The manager's value.</param>
    /// <param name="prometheus">Prometheus' value.</param>
    /// <param name="managers">The kernel as the manager has it, for rates and capacities.</param>
    /// <param name="ours">The kernel as Prometheus has it, likewise.</param>
    public Allowance Of(string metric, string field, double manager, double prometheus, KernelPayload managers, KernelPayload ours)
    {
        var rate = Math.Max(RateOf(managers, metric), RateOf(ours, metric));
        return field == PayloadFields.Percentage
            ? OfPercentage(metric, managers, ours, rate)
            : Of(metric, field, manager, prometheus, rate);
    }

    /// <summary>A percentage is <c>current</c> in other words, and has its tolerance.</summary>
    private Allowance OfPercentage(string metric, KernelPayload managers, KernelPayload ours, double rate)
    {
        const string Current = PayloadFields.Current;
        var capacity = NumberOf(ours, metric, PayloadFields.Capacity);
        var current = Of(metric, Current, NumberOf(managers, metric, Current), NumberOf(ours, metric, Current), rate);
        var scale = capacity > 0 ? 100 / capacity : 0;
        return new Allowance((current.Difference * scale) + PercentageRounding, (current.Negligible * scale) + PercentageRounding);
    }

    private Allowance Of(string metric, string field, double manager, double prometheus, double rate)
    {
        var tolerance = tolerances.Find(metric, field) ?? default;
        return new Allowance(tolerance.Between(manager, prometheus, rate), tolerance.Absolute / 10);
    }

    /// <summary>What a counter gains per second, where the payload tells: the CPU time in another metric, bytes in the same.</summary>
    private static double RateOf(KernelPayload payload, string metric) => metric == "cpu_used"
        ? NumberOf(payload, "cpu_util", PayloadFields.Current)
        : NumberOf(payload, metric, PayloadFields.Rate);

    private static double NumberOf(KernelPayload payload, string metric, string field) => payload.Find(metric)?[field].Number ?? 0;
}
