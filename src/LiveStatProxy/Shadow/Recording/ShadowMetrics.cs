using LiveStatProxy.Core.Comparison;
using Prometheus;

namespace LiveStatProxy.Shadow.Recording;

/// <summary>Shadow mode's metrics. Their labels come from closed sets and from <see cref="BoundedNames"/>.</summary>
public sealed class ShadowMetrics
{
    private readonly Counter _comparisons;
    private readonly Counter _mismatches;
    private readonly Counter _skipped;
    private readonly Counter _expected;
    private readonly Counter _noise;
    private readonly Histogram _differences;
    private readonly Counter _kernels;
    private readonly Counter.Child[] _drops;
    private readonly Counter _heldBack;
    private readonly Gauge _queueLength;
    private readonly Gauge _queueBytes;
    private readonly Histogram _lag;
    private readonly Gauge _readiness;
    private readonly Gauge _upperBound;

    /// <summary>Registers the metrics with <paramref name="registry"/>.</summary>
    public ShadowMetrics(CollectorRegistry registry)
    {
        var metrics = Metrics.WithCustomRegistry(registry);
        _comparisons = metrics.CreateCounter(
            "livestat_shadow_comparisons_total", "Comparisons of the manager's values with Prometheus', by metric, field and result.", "metric", "field", "result");
        _mismatches = metrics.CreateCounter(
            "livestat_shadow_mismatches_total", "Mismatches by metric, field and kind.", "metric", "field", "kind");
        _skipped = metrics.CreateCounter(
            "livestat_shadow_skipped_total", "Comparisons that were skipped, by reason.", "reason");
        _expected = metrics.CreateCounter(
            "livestat_shadow_expected_total", "Differences that a rule expected, by rule.", "rule");
        _noise = metrics.CreateCounter(
            "livestat_shadow_noise_comparisons_total", "Comparisons of Prometheus with itself, one freshness later.", "metric", "field", "result");
        _differences = metrics.CreateHistogram(
            "livestat_shadow_relative_difference",
            "Magnitude of the difference between the manager's number and Prometheus', as a share of the larger one.",
            ["metric", "field"],
            new HistogramConfiguration { Buckets = [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] });
        _kernels = metrics.CreateCounter("livestat_shadow_kernels_total", "Kernels compared, each time counted.");
        var drops = metrics.CreateCounter(
            "livestat_shadow_dropped_total", "What could have been compared and was not, by reason.", "reason");
        _drops = [.. Enum.GetValues<DropReason>().Select(reason => drops.WithLabels(reason.Word()))];
        _heldBack = metrics.CreateCounter("livestat_shadow_logs_held_back_total", "Mismatches that were not logged, by Shadow:LogsPerMinute.");
        _queueLength = metrics.CreateGauge("livestat_shadow_queue_length", "Responses that wait to be compared.");
        _queueBytes = metrics.CreateGauge("livestat_shadow_queue_bytes", "Bytes of the manager's values that wait to be compared.");
        _lag = metrics.CreateHistogram(
            "livestat_shadow_lag_seconds",
            "From the response to the user until Prometheus' values were there.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.001, 2, 15) });
        _readiness = metrics.CreateGauge(
            "livestat_shadow_readiness", "The verdict on promotion: 1 for the one that holds, 0 for the others.", "verdict");
        _upperBound = metrics.CreateGauge(
            "livestat_shadow_mismatch_upper_bound", "With 95 percent confidence no greater share of comparisons mismatches beyond noise.");
        Preset();
    }

    internal void Count(FieldKey key, FieldComparison comparison)
    {
        _comparisons.WithLabels(key.Metric, key.Field, comparison.Result.Word()).Inc();
        if (comparison is { Result: ComparisonResult.Mismatch, Kind: { } kind })
        {
            _mismatches.WithLabels(key.Metric, key.Field, kind.Word()).Inc();
        }

        if (comparison.Skip is { } reason)
        {
            _skipped.WithLabels(reason.Word()).Inc();
        }

        if (comparison.Rule is { } rule)
        {
            _expected.WithLabels(rule.Name).Inc();
        }

        if (comparison is { Result: not ComparisonResult.Skipped, RelativeDifference: { } difference })
        {
            _differences.WithLabels(key.Metric, key.Field).Observe(Math.Abs(difference));
        }
    }

    internal void CountNoise(FieldKey key, FieldComparison comparison) =>
        _noise.WithLabels(key.Metric, key.Field, comparison.Result.Word()).Inc();

    internal void CountKernel() => _kernels.Inc();

    internal void CountDrop(DropReason reason, int count) => _drops[(int)reason].Inc(count);

    internal void CountHeldBack() => _heldBack.Inc();

    internal void ShowQueue(int length, long bytes)
    {
        _queueLength.Set(length);
        _queueBytes.Set(bytes);
    }

    internal void ObserveLag(TimeSpan lag) => _lag.Observe(lag.TotalSeconds);

    internal void ShowVerdict(Readiness readiness, double upperBound)
    {
        foreach (var value in Enum.GetValues<Readiness>())
        {
            _readiness.WithLabels(value.Word()).Set(value == readiness ? 1 : 0);
        }

        _upperBound.Set(upperBound);
    }

    internal IReadOnlyDictionary<string, long> ReadDrops() =>
        Enum.GetValues<DropReason>().ToDictionary(reason => reason.Word(), reason => (long)_drops[(int)reason].Value);

    /// <summary>Labels of closed sets are there from the start, so that a rate over them is never without its first increase.</summary>
    private void Preset()
    {
        Array.ForEach(Enum.GetValues<SkipReason>(), reason => _skipped.WithLabels(reason.Word()));
        ShowVerdict(Readiness.NotEnoughData, 1);
    }
}
