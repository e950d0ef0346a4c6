using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Pipeline;

namespace LiveStatProxy.Rollout.Guardrails;

/// <summary>Watches outcomes over a sliding window and judges them by the limits in <see cref="GuardrailOptions"/>.</summary>
public sealed class Guardrail(GuardrailOptions options, TimeProvider time) : IComparisonSink
{
    private const double Percentile = 0.99;

    private readonly Lock _turn = new();
    private readonly SlidingWindow<Slice> _window = new(options.Window, time);

    /// <summary>Counts how a request was served; requests that had nothing to do with Prometheus do not count.</summary>
    public void Count(GateOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var word = outcome.Reason.Describe();
        var isTranslation = word.IsFallback || word.Source == StatisticSource.Prometheus;
        if (!isTranslation && outcome.Reason != OutcomeReason.PrometheusUnavailable)
        {
            return;
        }

        lock (_turn)
        {
            var slice = _window.Current;
            slice.Translations += isTranslation ? 1 : 0;
            slice.Fallbacks += word.IsFallback ? 1 : 0;
            slice.Unavailable += isTranslation ? 0 : 1;
            slice.PrometheusErrors += IsPrometheusError(outcome.Reason) ? 1 : 0;
            if (outcome is { AddedTime: { } added, ManagerTime: { } manager })
            {
                slice.Added.Add(added);
                slice.Manager.Add(manager);
            }
        }
    }

    /// <inheritdoc/>
    public void Count(int equal, int mismatched)
    {
        lock (_turn)
        {
            _window.Current.Comparisons += equal + mismatched;
            _window.Current.Mismatches += mismatched;
        }
    }

    /// <summary>Judges what the window holds.</summary>
    public GuardrailVerdict Judge()
    {
        var sum = new Slice();
        lock (_turn)
        {
            foreach (var slice in _window.All)
            {
                sum.Add(slice);
            }
        }

        var asked = sum.Translations + sum.Unavailable;
        var added = sum.Added.Quantile(Percentile).TotalSeconds;
        var acceptedLatency = Math.Max(
            options.AcceptedLatency.TotalSeconds, options.MaxAddedLatencyRatio * sum.Manager.Quantile(Percentile).TotalSeconds);
        return new GuardrailVerdict(
        [
            GuardrailMeasure.Of("fallback-rate", Rate(sum.Fallbacks, sum.Translations), options.MaxFallbackRate, sum.Translations, options.MinimumSamples),
            GuardrailMeasure.Of("prometheus-error-rate", Rate(sum.PrometheusErrors, asked), options.MaxPrometheusErrorRate, asked, options.MinimumSamples),
            GuardrailMeasure.Of("added-latency-p99", added, acceptedLatency, sum.Translations, options.MinimumSamples),
            GuardrailMeasure.Of("mismatch-rate", Rate(sum.Mismatches, sum.Comparisons), options.MaxMismatchRate, sum.Comparisons, options.MinimumComparisons),
        ]);
    }

    /// <summary>Forgets what was seen, so that a rollout that is armed again is judged anew.</summary>
    public void Forget()
    {
        lock (_turn)
        {
            _window.Clear();
        }
    }

    private static bool IsPrometheusError(OutcomeReason reason) => reason
        is OutcomeReason.PrometheusUnavailable or OutcomeReason.PrometheusUnreachable or OutcomeReason.PrometheusTimeout
        or OutcomeReason.PrometheusError or OutcomeReason.PrometheusIncomplete;

    private static double Rate(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private sealed class Slice
    {
        public long Translations { get; set; }

        public long Fallbacks { get; set; }

        public long Unavailable { get; set; }

        public long PrometheusErrors { get; set; }

        public long Comparisons { get; set; }

        public long Mismatches { get; set; }

        public LatencyHistogram Added { get; } = new();

        public LatencyHistogram Manager { get; } = new();

        public void Add(Slice other)
        {
            Translations += other.Translations;
            Fallbacks += other.Fallbacks;
            Unavailable += other.Unavailable;
            PrometheusErrors += other.PrometheusErrors;
            Comparisons += other.Comparisons;
            Mismatches += other.Mismatches;
            Added.Add(other.Added);
            Manager.Add(other.Manager);
        }
    }
}
