using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Prometheus;
using LiveStatProxy.Shadow.Reporting;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>Gathers what the dashboard shows.</summary>
public sealed class DashboardReader(
    RolloutReport rollout, ShadowReporter shadow, MetricsHistory history, ILiveStatSource source, TimeProvider time)
{
    private static readonly Dictionary<string, OutcomeWord> Words = OutcomeVocabulary.All.ToDictionary(entry => entry.Word.Word, entry => entry.Word);

    /// <summary>Gathers it.</summary>
    public async Task<DashboardView> ReadAsync(CancellationToken cancellationToken)
    {
        var metrics = await history.ReadAsync(cancellationToken);
        return new DashboardView(
            time.GetUtcNow(), metrics.Length, rollout.Read(), ReadTraffic(metrics), ReadLatency(metrics), ReadPrometheus(metrics), shadow.Read());
    }

    private static TrafficView ReadTraffic(MetricsWindow metrics)
    {
        const string Requests = "livestat_requests_total";
        var outcomes = metrics.Growth(Requests)
            .Where(series => series.Value > 0)
            .OrderByDescending(series => series.Value)
            .Select(series => new OutcomeCount(Words[series.Labels["reason"]], series.Value));
        return new TrafficView([.. outcomes], metrics.Rates(Requests));
    }

    private static LatencyView ReadLatency(MetricsWindow metrics) => new(
        metrics.Quantile("livestat_added_seconds", 0.5),
        metrics.Quantile("livestat_added_seconds", 0.99),
        metrics.Quantile("livestat_manager_seconds", 0.5),
        metrics.Quantile("livestat_manager_seconds", 0.99));

    private PrometheusView ReadPrometheus(MetricsWindow metrics)
    {
        var breaker = metrics.Now("livestat_prometheus_breaker_state") switch
        {
            0 => "closed",
            1 => "half open",
            _ => "open",
        };
        var queries = metrics.Growth("livestat_prometheus_queries_total")
            .Where(series => series.Value > 0)
            .OrderByDescending(series => series.Value)
            .Select(series => (series.Labels["reason"], series.Value));
        return new PrometheusView(
            source.IsAvailable,
            breaker,
            [.. queries],
            metrics.Quantile("livestat_prometheus_query_seconds", 0.5),
            metrics.Quantile("livestat_prometheus_query_seconds", 0.99));
    }
}
