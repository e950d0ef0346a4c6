using LiveStatProxy.Forwarding;
using Prometheus;

namespace LiveStatProxy.Telemetry;

/// <summary>What operators count of the hop to the manager.</summary>
internal sealed class ForwardingMetrics
{
    private readonly Dictionary<ForwardingFailure, Counter.Child> _failures;
    private readonly Counter _retries;

    /// <summary>Registers the metrics with <paramref name="registry"/>.</summary>
    public ForwardingMetrics(CollectorRegistry registry)
    {
        var metrics = Metrics.WithCustomRegistry(registry);
        var failures = metrics.CreateCounter(
            "livestat_forwarding_failures_total", "Requests that the manager did not, or not wholly, answer, by reason.", "reason");
        _failures = ForwardingFailures.All.ToDictionary(entry => entry.Failure, entry => failures.WithLabels(entry.Word.Word));
        _retries = metrics.CreateCounter(
            "livestat_forwarding_retries_total", "Requests that were sent to another manager after one had failed.");
    }

    /// <summary>Counts a request that failed.</summary>
    public void Count(ForwardingFailure failure) => _failures[failure].Inc();

    /// <summary>Counts a request that is sent to another manager.</summary>
    public void CountRetry() => _retries.Inc();
}
