using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Comparison;

/// <summary>What is known of the moment of a comparison.</summary>
/// <param name="Today">The day, for expected differences that end.</param>
/// <param name="IsNewKernel">Whether the kernel was seen first within the grace that starting kernels get.</param>
/// <param name="HasErrors">Whether the manager's answer carries errors.</param>
public readonly record struct ComparisonContext(DateOnly Today, bool IsNewKernel = false, bool HasErrors = false)
{
    /// <summary>Whether both sides are Prometheus: an A/A run.</summary>
    public bool IsNoise { get; init; }
}

/// <summary>Compares what the manager says of a kernel with what Prometheus says, by metric and field.</summary>
public sealed class LiveStatComparer(ToleranceTable tolerances, IEnumerable<ExpectedDifference> expectedDifferences)
{
    private static readonly FieldValue Present = new(FieldValueKind.Text, 0, "statistics");

    private readonly AllowedDifference _allowed = new(tolerances);
    private readonly ExpectedDifference[] _expectedDifferences = [.. expectedDifferences];

    /// <summary>Compares two payloads of one kernel.</summary>
    /// <returns>The kernel as a whole, then each metric as a whole and by field, as far as both sides have it.</returns>
    public IReadOnlyList<FieldComparison> Compare(KernelPayload manager, KernelPayload prometheus, ComparisonContext context)
    {
        if (SkipReasonOf(manager, context) is { } reason)
        {
            return [FieldComparison.OfSkippedKernel(reason)];
        }

        var isStarting = context.IsNewKernel
            && (manager.Form == PayloadForm.Missing || prometheus.Form == PayloadForm.Missing || prometheus.LacksRates);
        var whole = Judge(CompareForms(manager.Form, prometheus.Form), context.Today);
        IEnumerable<FieldComparison> comparisons = manager.Form == PayloadForm.Metrics && prometheus.Form == PayloadForm.Metrics
            ? CompareMetrics(manager, prometheus, context.Today).Prepend(whole)
            : [whole];
        return [.. comparisons.Select(comparison => isStarting ? Forgive(comparison) : comparison)];
    }

    /// <summary>Compares one of <c>LegacyComputeSession</c>'s numbers.</summary>
    /// <param name="statistic">Which; not <see cref="StatisticField.LiveStat"/>.</param>
    /// <param name="manager">The manager's JSON number.</param>
    /// <param name="prometheus">Prometheus' JSON number.</param>
    /// <param name="payload">What Prometheus says of the kernel, for the rates of its counters.</param>
    /// <param name="context">The moment.</param>
    public FieldComparison CompareScalar(
        StatisticField statistic, FieldValue manager, FieldValue prometheus, KernelPayload payload, ComparisonContext context)
    {
        var (metric, field, name) = LegacyScalarSources.Of(statistic);
        if (context.HasErrors && manager.IsAbsent)
        {
            return new FieldComparison(metric, name, ComparisonResult.Skipped) { Skip = SkipReason.ManagerError };
        }

        // Of a statistic that agents do not send, the manager makes a 0.
        var isMadeUp = field == PayloadFields.Rate && manager.Number == 0 && !MetricCatalog.DeclaredStatsOf(metric).HasFlag(DeclaredStats.Rate);
        var sent = isMadeUp ? default : manager;
        var allowed = _allowed.Of(metric, field, sent.Number, prometheus.Number, payload, payload);
        var comparison = Judge(CompareValues(metric, field, sent, prometheus, allowed), context.Today) with { Field = name };
        return context.IsNewKernel && (payload.Form == PayloadForm.Missing || payload.LacksRates) ? Forgive(comparison) : comparison;
    }

    private static SkipReason? SkipReasonOf(KernelPayload manager, ComparisonContext context) =>
        manager.Form == PayloadForm.Missing && context.HasErrors ? SkipReason.ManagerError
        : manager.IsFromPrometheus && !context.IsNoise ? SkipReason.ManagerOnPrometheus
        : null;

    private static FieldComparison CompareWholes(string metric, MetricPayload? manager, MetricPayload? prometheus) =>
        CompareValues(metric, PayloadFields.Whole, manager is null ? default : Present, prometheus is null ? default : Present, default);

    private static FieldComparison CompareForms(PayloadForm manager, PayloadForm prometheus) =>
        CompareValues(PayloadFields.Whole, PayloadFields.Whole, ValueOf(manager), ValueOf(prometheus), default);

    /// <summary>A form as a value: what cannot be read has no like, not even of its own kind.</summary>
    private static FieldValue ValueOf(PayloadForm form) => form switch
    {
        PayloadForm.Missing => default,
        PayloadForm.Metrics => Present,
        _ => new FieldValue(FieldValueKind.Malformed, 0, "malformed"),
    };

    private IEnumerable<FieldComparison> CompareMetrics(KernelPayload manager, KernelPayload prometheus, DateOnly today)
    {
        foreach (var metric in manager.MetricNames.Union(prometheus.MetricNames).Order(StringComparer.Ordinal))
        {
            var (managers, ours) = (manager.Find(metric), prometheus.Find(metric));
            yield return Judge(CompareWholes(metric, managers, ours), today);
            if (managers is null || ours is null)
            {
                continue;
            }

            foreach (var field in PayloadFields.All.Union(managers.FieldNames).Union(ours.FieldNames))
            {
                if (managers[field].Kind == FieldValueKind.Missing && ours[field].Kind == FieldValueKind.Missing)
                {
                    continue;
                }

                var allowed = _allowed.Of(metric, field, managers[field].Number, ours[field].Number, manager, prometheus);
                yield return Judge(CompareValues(metric, field, managers[field], ours[field], allowed), today);
            }
        }
    }

    private static FieldComparison CompareValues(string metric, string field, FieldValue manager, FieldValue prometheus, Allowance allowed)
    {
        var areNumbers = manager.Kind == FieldValueKind.Number && prometheus.Kind == FieldValueKind.Number;
        var kind = areNumbers ? KindOf(Math.Abs(prometheus.Number - manager.Number) <= allowed.Difference)
            : manager.Kind == FieldValueKind.Malformed || prometheus.Kind == FieldValueKind.Malformed ? MismatchKind.Shape
            : manager.IsAbsent || prometheus.IsAbsent ? manager.Kind == prometheus.Kind ? null : MismatchKind.Presence
            : manager.Kind != prometheus.Kind ? MismatchKind.Shape
            : KindOf(manager.Text == prometheus.Text);
        var result = kind is not null ? ComparisonResult.Mismatch
            : areNumbers && manager.Number != prometheus.Number ? ComparisonResult.WithinTolerance
            : ComparisonResult.Equal;
        return new FieldComparison(metric, field, result)
        {
            Kind = kind,
            Manager = manager,
            Prometheus = prometheus,
            Allowed = areNumbers ? allowed : null,
        };

        static MismatchKind? KindOf(bool matches) => matches ? null : MismatchKind.Value;
    }

    private FieldComparison Judge(FieldComparison comparison, DateOnly today)
    {
        var (metric, field) = (comparison.Metric, comparison.Field);
        var rules = Array.FindAll(_expectedDifferences, rule => rule.IsInForce(today) && rule.IsFor(metric, field));
        var judged = comparison with { HasMovedMean = Array.Exists(rules, rule => rule.MovesMean) };
        return comparison.Kind is not (null or MismatchKind.Shape)
            && Array.Find(rules, rule => rule.Covers(metric, field, comparison.Manager, comparison.Prometheus)) is { } covering
            ? judged with { Result = ComparisonResult.Expected, Rule = covering }
            : judged;
    }

    /// <summary>A kernel that has only begun is not held to what it lacks yet; what matches nevertheless, matches.</summary>
    private static FieldComparison Forgive(FieldComparison comparison) =>
        comparison.Result == ComparisonResult.Mismatch && (comparison.Kind == MismatchKind.Presence || IsOverTime(comparison))
            ? comparison with { Result = ComparisonResult.Skipped, Kind = null, Skip = SkipReason.KernelStarting }
            : comparison;

    private static bool IsOverTime(FieldComparison comparison) =>
        comparison.Kind == MismatchKind.Value
        && (MetricCatalog.RateCounters.Contains(comparison.Metric) || comparison.Field.StartsWith("stats.", StringComparison.Ordinal));
}
