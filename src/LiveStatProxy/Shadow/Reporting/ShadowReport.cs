using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow.Recording;

namespace LiveStatProxy.Shadow.Reporting;

/// <summary>What <c>GET /api/shadow</c> shows: what was compared, and whether it is safe to promote.</summary>
/// <param name="Verdict">Whether it is safe to promote, and why.</param>
/// <param name="Since">When the report was begun.</param>
/// <param name="First">The first comparison's time; null where nothing was compared.</param>
/// <param name="Last">The last comparison's time.</param>
/// <param name="Kernels">How many kernels were compared.</param>
/// <param name="Results">The comparisons by result.</param>
/// <param name="MismatchesBeyondNoise">The share of mismatches beyond Prometheus' own noise, with its bounds at 95 percent confidence.</param>
/// <param name="Noise">Prometheus against itself, one freshness later.</param>
/// <param name="Skipped">Skipped comparisons by reason.</param>
/// <param name="Expected">The rules that expect differences.</param>
/// <param name="Dropped">What could have been compared and was not, by reason, since the program started.</param>
/// <param name="Queue">What waits to be compared.</param>
/// <param name="Fields">The comparisons by metric and field.</param>
public sealed record ShadowReport(
    PromotionVerdict Verdict,
    DateTimeOffset Since,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    int Kernels,
    ResultCounts Results,
    ShareInterval MismatchesBeyondNoise,
    NoiseCounts Noise,
    IReadOnlyDictionary<string, long> Skipped,
    IReadOnlyList<RuleReport> Expected,
    IReadOnlyDictionary<string, long> Dropped,
    QueueReport Queue,
    IReadOnlyList<FieldReport> Fields);

/// <summary>Comparisons by result.</summary>
public sealed record ResultCounts(long Equal, long WithinTolerance, long Expected, long Mismatch, long Skipped)
{
    /// <summary>All of them.</summary>
    public long Total => Equal + WithinTolerance + Expected + Mismatch + Skipped;

    /// <summary>Several counts together.</summary>
    public static ResultCounts Sum(IEnumerable<ResultCounts> counts) => counts.Aggregate(
        new ResultCounts(0, 0, 0, 0, 0),
        (sum, next) => new ResultCounts(
            sum.Equal + next.Equal,
            sum.WithinTolerance + next.WithinTolerance,
            sum.Expected + next.Expected,
            sum.Mismatch + next.Mismatch,
            sum.Skipped + next.Skipped));

    internal static ResultCounts Of(Func<ComparisonResult, long> count) => new(
        count(ComparisonResult.Equal),
        count(ComparisonResult.WithinTolerance),
        count(ComparisonResult.Expected),
        count(ComparisonResult.Mismatch),
        count(ComparisonResult.Skipped));
}

/// <summary>Comparisons of Prometheus with itself.</summary>
/// <param name="Comparisons">How many there were.</param>
/// <param name="Mismatches">How many mismatched.</param>
public sealed record NoiseCounts(long Comparisons, long Mismatches);

/// <summary>A rule that expects a difference.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why the difference is expected.</param>
/// <param name="Until">The last day on which it is; null for ever.</param>
/// <param name="InForce">Whether it still is.</param>
/// <param name="Count">How many differences it explained.</param>
public sealed record RuleReport(string Name, string Reason, DateOnly? Until, bool InForce, long Count);

/// <summary>What waits to be compared.</summary>
public sealed record QueueReport(int Length, int Limit, long Bytes, long BytesLimit);

/// <summary>The comparisons of one metric and field.</summary>
/// <param name="Metric">The metric; <c>*</c> for kernels as a whole.</param>
/// <param name="Field">The field; <c>*</c> for the metric as a whole.</param>
/// <param name="Results">By result.</param>
/// <param name="Value">Mismatches of value.</param>
/// <param name="Presence">Mismatches of presence.</param>
/// <param name="Shape">Mismatches of shape.</param>
/// <param name="TypicalDifference">The magnitude of the relative difference that half of the comparisons do not exceed.</param>
/// <param name="WorstDifference">The greatest one.</param>
/// <param name="Bias">How much larger Prometheus' numbers are on the whole, as a share of the manager's.</param>
/// <param name="Noise">Prometheus against itself.</param>
/// <param name="MismatchesBeyondNoise">The share of mismatches beyond noise.</param>
/// <param name="Examples">The latest mismatches, a few.</param>
public sealed record FieldReport(
    string Metric,
    string Field,
    ResultCounts Results,
    long Value,
    long Presence,
    long Shape,
    double TypicalDifference,
    double WorstDifference,
    ShareInterval Bias,
    NoiseCounts Noise,
    ShareInterval MismatchesBeyondNoise,
    IReadOnlyCollection<ComparisonRecord> Examples)
{
    internal static FieldReport Of(FieldKey key, FieldTally tally, IReadOnlyCollection<ComparisonRecord> examples) => new(
        key.Metric,
        key.Field,
        ResultCounts.Of(result => tally[result]),
        tally[MismatchKind.Value],
        tally[MismatchKind.Presence],
        tally[MismatchKind.Shape],
        tally.TypicalDifference,
        tally.WorstDifference,
        tally.Bias,
        new NoiseCounts(tally.NoiseJudged, tally.NoiseMismatches),
        tally.MismatchesBeyondNoise,
        [.. examples]);
}
