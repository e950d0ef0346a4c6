using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow.Intake;
using LiveStatProxy.Shadow.Recording;
using Prometheus;

namespace LiveStatProxy.Shadow.Reporting;

/// <summary>Makes the report, and shows its verdict among the metrics whenever these are read.</summary>
public sealed class ShadowReporter
{
    private readonly ShadowTally _tally;
    private readonly ShadowQueue _queue;
    private readonly ShadowMetrics _metrics;
    private readonly ShadowOptions _options;
    private readonly VerdictThresholds _thresholds;
    private readonly IReadOnlyList<ExpectedDifference> _rules;
    private readonly TimeProvider _time;

    /// <summary>Has the verdict renewed before <paramref name="registry"/> is read.</summary>
    public ShadowReporter(
        ShadowTally tally, ShadowQueue queue, ShadowMetrics metrics, ShadowOptions options, CollectorRegistry registry, TimeProvider time)
    {
        _tally = tally;
        _queue = queue;
        _metrics = metrics;
        _options = options;
        _thresholds = options.CreateThresholds();
        _rules = options.CreateRules();
        _time = time;
        registry.AddBeforeCollectCallback(ShowVerdict);
    }

    /// <summary>Makes the report.</summary>
    public ShadowReport Read() => _tally.Read(Read);

    private ShadowReport Read(ShadowTally.Contents contents)
    {
        var tally = contents.Tally;
        return new ShadowReport(
            VerdictOn(contents),
            contents.Since,
            contents.First,
            contents.Last,
            contents.Kernels,
            ResultCounts.Of(result => tally[result]),
            tally.MismatchesBeyondNoise,
            new NoiseCounts(tally.Fields.Values.Sum(field => field.NoiseJudged), tally.Fields.Values.Sum(field => field.NoiseMismatches)),
            Enum.GetValues<SkipReason>().ToDictionary(reason => reason.Word(), reason => tally[reason]),
            DescribeRules(tally),
            _metrics.ReadDrops(),
            new QueueReport(_queue.Length, _options.QueueLimit, _queue.Bytes, _options.QueueBytes),
            [.. tally.Fields
                .OrderBy(field => field.Key.Metric, StringComparer.Ordinal)
                .ThenBy(field => Math.Max(PayloadFields.All.IndexOf(field.Key.Field), -1))
                .ThenBy(field => field.Key.Field, StringComparer.Ordinal)
                .Select(field => FieldReport.Of(field.Key, field.Value, contents.ExamplesOf(field.Key)))]);
    }

    private PromotionVerdict VerdictOn(ShadowTally.Contents contents) =>
        PromotionVerdict.Of(contents.Tally, contents.Kernels, contents.Duration, _thresholds);

    private RuleReport[] DescribeRules(ComparisonTally tally)
    {
        var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
        return [.. _rules.DistinctBy(rule => rule.Name).Select(rule => new RuleReport(
            rule.Name, rule.Reason, rule.Until, rule.IsInForce(today), tally.ExpectedByRule.GetValueOrDefault(rule.Name)))];
    }

    private void ShowVerdict()
    {
        var (verdict, upper) = _tally.Read(contents => (VerdictOn(contents), contents.Tally.MismatchesBeyondNoise.Upper));
        _metrics.ShowVerdict(verdict.Readiness, upper);
    }
}
