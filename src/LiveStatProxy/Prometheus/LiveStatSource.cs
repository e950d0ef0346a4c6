using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Prometheus;

/// <summary>Kernels' statistics: fresh ones from memory, others from Prometheus, in batches that requests share.</summary>
public sealed class LiveStatSource(
    LiveStatMemory memory,
    KernelBatcher batcher,
    PrometheusResilience resilience,
    PrometheusOptions options,
    LiveStatSourceMetrics metrics,
    TimeProvider time) : ILiveStatSource
{
    /// <inheritdoc/>
    public bool IsAvailable => resilience.IsClosed;

    /// <inheritdoc/>
    public ValueTask<LiveStatBatch> GetAsync(ReadOnlyMemory<Guid> kernelIds, CancellationToken cancellationToken)
    {
        var renderings = new LiveStatRendering?[kernelIds.Length];
        var fresh = FindFresh(kernelIds.Span, renderings);
        metrics.Hits.Inc(fresh);
        return fresh == renderings.Length ? ValueTask.FromResult(LiveStatBatch.Complete(renderings!))
            : IsAvailable ? WaitAsync(renderings, batcher.Join(kernelIds.Span, renderings), cancellationToken)
            : ValueTask.FromResult(Failed(OutcomeReason.PrometheusUnavailable));
    }

    private int FindFresh(ReadOnlySpan<Guid> kernels, Span<LiveStatRendering?> renderings)
    {
        var now = time.GetUtcNow();
        var found = 0;
        for (var i = 0; i < kernels.Length; i++)
        {
            if (memory.TryGetPolled(kernels[i], now, out var rendering))
            {
                renderings[i] = rendering;
                found++;
            }
        }

        return found;
    }

    private async ValueTask<LiveStatBatch> WaitAsync(LiveStatRendering?[] renderings, BatchPlace[] places, CancellationToken cancellationToken)
    {
        try
        {
            var batches = places.Select(place => place.Batch).OfType<KernelBatch>().Distinct();
            await Task.WhenAll(batches.Select(batch => batch.Completion)).WaitAsync(options.Timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Failed(OutcomeReason.PrometheusTimeout);
        }

        for (var i = 0; i < renderings.Length; i++)
        {
            if (renderings[i] is null)
            {
                var statistics = await places[i].Batch.Completion;
                if (statistics.Reason != OutcomeReason.Translated)
                {
                    return Failed(statistics.Reason);
                }

                renderings[i] = statistics.Kernels[places[i].Position].Rendering;
            }
        }

        return LiveStatBatch.Complete(renderings!);
    }

    /// <summary>When the breaker opened after the operation was translated, the reason is why it did.</summary>
    private LiveStatBatch Failed(OutcomeReason reason) =>
        LiveStatBatch.Failed(reason == OutcomeReason.PrometheusUnavailable ? resilience.Outage : reason);
}
