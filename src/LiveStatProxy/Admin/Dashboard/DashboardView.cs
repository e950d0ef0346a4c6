using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Shadow.Reporting;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>What the dashboard shows at one moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Window">How long "lately" is.</param>
/// <param name="Rollout">The rollout.</param>
/// <param name="Traffic">Requests to GraphQL paths lately.</param>
/// <param name="Latency">How long users waited lately.</param>
/// <param name="Prometheus">How Prometheus does.</param>
/// <param name="Shadow">Shadow mode's report.</param>
public sealed record DashboardView(
    DateTimeOffset At, TimeSpan Window, RolloutStatus Rollout, TrafficView Traffic, LatencyView Latency, PrometheusView Prometheus, ShadowReport Shadow)
{
    /// <summary>Whether everyone is held on the manager.</summary>
    public bool IsHeld => Rollout.Kill is not null || Rollout.Guardrail.Broken is not null;
}

/// <summary>Requests to GraphQL paths.</summary>
/// <param name="Outcomes">By source and reason, the most frequent first.</param>
/// <param name="Rates">Requests per second over time.</param>
public sealed record TrafficView(IReadOnlyList<OutcomeCount> Outcomes, IReadOnlyList<double> Rates)
{
    /// <summary>How many requests there were.</summary>
    public double Total => Outcomes.Sum(outcome => outcome.Count);
}

/// <summary>How many requests had an outcome.</summary>
public sealed record OutcomeCount(OutcomeWord Word, double Count);

/// <summary>Durations in seconds; null where nothing was observed.</summary>
public sealed record LatencyView(double? AddedMedian, double? AddedP99, double? ManagerMedian, double? ManagerP99);

/// <summary>How Prometheus does.</summary>
/// <param name="IsAvailable">Whether it is asked at all.</param>
/// <param name="Breaker">The state of the circuit breaker, in a word.</param>
/// <param name="Queries">Queries by what came of them.</param>
/// <param name="QueryMedian">Seconds.</param>
/// <param name="QueryP99">Seconds.</param>
public sealed record PrometheusView(
    bool IsAvailable, string Breaker, IReadOnlyList<(string Reason, double Count)> Queries, double? QueryMedian, double? QueryP99);
