using LiveStatProxy.Hosting;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>While Prometheus is not asked because it failed, asks it from time to time whether it is back: one query of our own, no user's.</summary>
internal sealed class PrometheusProbe(PrometheusClient client, PrometheusResilience resilience, PrometheusOptions options, TimeProvider time)
    : Repeatedly(options.ProbeInterval, time)
{
    protected override Task DoAsync(CancellationToken stoppingToken) =>
        resilience.IsClosed ? Task.CompletedTask : client.ProbeAsync(stoppingToken);
}
