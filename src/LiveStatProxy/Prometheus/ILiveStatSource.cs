using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Prometheus;

/// <summary>Where the pipeline gets kernels' statistics: the border to Prometheus.</summary>
public interface ILiveStatSource
{
    /// <summary>Whether an answer can be hoped for. False while the circuit breaker is open: then nothing is translated at all.</summary>
    bool IsAvailable { get; }

    /// <summary>Gets the statistics of kernels, from memory where they are fresh, else from Prometheus.</summary>
    /// <param name="kernelIds">Distinct kernel ids.</param>
    /// <param name="cancellationToken">Ends this caller's wait; what other callers wait for goes on.</param>
    /// <returns>Renderings in the order of <paramref name="kernelIds"/>, or the reason why there are none. Failure of Prometheus is a value, not an exception.</returns>
    ValueTask<LiveStatBatch> GetAsync(ReadOnlyMemory<Guid> kernelIds, CancellationToken cancellationToken);
}

/// <summary>All the statistics that were asked for, or the reason why there are none: there is no half a batch.</summary>
public readonly struct LiveStatBatch
{
    private LiveStatBatch(IReadOnlyList<LiveStatRendering>? renderings, OutcomeReason reason)
    {
        Renderings = renderings;
        Reason = reason;
    }

    /// <summary>A rendering for each id asked for, in that order; null when Prometheus failed.</summary>
    public IReadOnlyList<LiveStatRendering>? Renderings { get; }

    /// <summary>
    /// <see cref="OutcomeReason.Translated"/>, or one of the <c>Prometheus…</c> reasons for a fallback; never
    /// <see cref="OutcomeReason.PrometheusUnavailable"/>, which is for what was not translated.
    /// </summary>
    public OutcomeReason Reason { get; }

    /// <summary>A complete answer.</summary>
    public static LiveStatBatch Complete(IReadOnlyList<LiveStatRendering> renderings) => new(renderings, OutcomeReason.Translated);

    /// <summary>No answer, for <paramref name="reason"/>.</summary>
    public static LiveStatBatch Failed(OutcomeReason reason) => new(null, reason);
}
