using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Prometheus;

/// <summary>Kernels' statistics from Prometheus.</summary>
public sealed class LiveStatSource(LiveStatFetcher fetcher, TimeProvider time) : ILiveStatSource
{
    private const int MaxKernelsPerQuery = 100;

    /// <inheritdoc/>
    public bool IsAvailable => true;

    /// <inheritdoc/>
    public async ValueTask<LiveStatBatch> GetAsync(ReadOnlyMemory<Guid> kernelIds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var chunks = kernelIds.ToArray().Chunk(MaxKernelsPerQuery).Select(ids => Array.ConvertAll(ids, id => new KernelRequest(id, null)));
        var fetched = await Task.WhenAll(chunks.Select(chunk => fetcher.FetchAsync(chunk, now, cancellationToken)));
        var failure = Array.Find(fetched, chunk => chunk.Reason != OutcomeReason.Translated);
        return failure.Kernels is null
            ? LiveStatBatch.Complete([.. fetched.SelectMany(chunk => chunk.Kernels).Select(kernel => kernel.Rendering)])
            : LiveStatBatch.Failed(failure.Reason);
    }
}
