using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Shadow.Intake;

namespace LiveStatProxy.Shadow.Comparing;

/// <summary>All comparisons of one kernel, and whose response they are of.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="OperationName">The operation's name; null where it has none.</param>
/// <param name="Caller">The caller's hash.</param>
/// <param name="At">When the comparison was made.</param>
/// <param name="Fields">The comparisons.</param>
public sealed record KernelComparison(Guid Kernel, string? OperationName, string Caller, DateTimeOffset At, IReadOnlyList<FieldComparison> Fields)
{
    /// <summary>Compares what was observed with Prometheus' rendering.</summary>
    public static KernelComparison Of(
        ShadowObservation observation, ObservedKernel kernel, LiveStatRendering rendering, LiveStatComparer comparer, DateTimeOffset now)
    {
        var context = new ComparisonContext(DateOnly.FromDateTime(now.UtcDateTime), kernel.IsNew, observation.HasErrors);
        var prometheus = KernelPayload.Parse(rendering.LiveStat.Span);
        var fields = new List<FieldComparison>();
        if (kernel.LiveStat is not null)
        {
            fields.AddRange(comparer.Compare(KernelPayload.Parse(kernel.LiveStat), prometheus, context));
        }

        foreach (var scalar in kernel.Scalars)
        {
            var (manager, ours) = (FieldValue.OfNumber(scalar.Value), FieldValue.OfNumber(rendering[scalar.Statistic].Span));
            fields.Add(comparer.CompareScalar(scalar.Statistic, manager, ours, prometheus, context));
        }

        return new KernelComparison(kernel.Id, observation.OperationName, observation.Caller, now, fields);
    }

    /// <summary>A kernel of which nothing could be learned.</summary>
    public static KernelComparison Skipped(ShadowObservation observation, ObservedKernel kernel, SkipReason reason, DateTimeOffset now) =>
        new(kernel.Id, observation.OperationName, observation.Caller, now, [FieldComparison.OfSkippedKernel(reason)]);
}
