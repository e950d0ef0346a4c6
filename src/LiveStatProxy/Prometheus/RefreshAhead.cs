using LiveStatProxy.Hosting;
using LiveStatProxy.Prometheus.Http;

namespace LiveStatProxy.Prometheus;

/// <summary>Refreshes kernels shortly before they will be polled, so that a steady poll never waits for Prometheus.</summary>
internal sealed class RefreshAhead(
    LiveStatMemory memory, KernelBatcher batcher, PrometheusResilience resilience, PrometheusOptions options, TimeProvider time)
    : Repeatedly(TimeSpan.FromTicks(Math.Max(options.Freshness.Ticks / 8, TimeSpan.TicksPerMillisecond * 50)), time)
{
    private readonly TimeProvider _time = time;

    protected override Task DoAsync(CancellationToken stoppingToken)
    {
        if (resilience.IsClosed)
        {
            batcher.Refresh(memory.TakeDue(_time.GetUtcNow()));
        }

        return Task.CompletedTask;
    }
}
