using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus;
using LiveStatProxy.Shadow.Intake;
using LiveStatProxy.Shadow.Recording;

namespace LiveStatProxy.Shadow.Comparing;

/// <summary>Compares what waits in the queue, so many at a time, off every request's path.</summary>
public sealed partial class ShadowWorker(
    ShadowQueue queue,
    ILiveStatSource source,
    LiveStatComparer comparer,
    NoiseFloor noise,
    ShadowRecorder recorder,
    ShadowMetrics metrics,
    ShadowOptions options,
    TimeProvider time,
    ILogger<ShadowWorker> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Concurrency).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)));

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await queue.WaitAsync(stoppingToken))
            {
                while (queue.TryTake(out var observation))
                {
                    await TryCompareAsync(observation, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop; what still waits is not compared.
        }
    }

    /// <summary>An observation that cannot be compared must not end the comparing of others.</summary>
    private async Task TryCompareAsync(ShadowObservation observation, CancellationToken stoppingToken)
    {
        try
        {
            await CompareAsync(observation, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            metrics.CountDrop(DropReason.Failed, observation.Kernels.Count);
            LogFailed(logger, fault, observation.OperationName);
        }
    }

    private async Task CompareAsync(ShadowObservation observation, CancellationToken stoppingToken)
    {
        var lag = time.GetElapsedTime(observation.ObservedAt);
        if (lag > options.MaxLag)
        {
            metrics.CountDrop(DropReason.TooLate, observation.Kernels.Count);
            return;
        }

        var ids = observation.Kernels.Select(kernel => kernel.Id).ToArray();
        var renderings = await FetchAsync(ids, stoppingToken);
        metrics.ObserveLag(time.GetElapsedTime(observation.ObservedAt));

        var now = time.GetUtcNow();
        var comparisons = observation.Kernels.Select((kernel, position) => renderings is not null
            ? KernelComparison.Of(observation, kernel, renderings[position], comparer, now)
            : KernelComparison.Skipped(observation, kernel, SkipReason.PrometheusUnavailable, now)).ToArray();
        await recorder.RecordAsync(comparisons, stoppingToken);
        if (renderings is not null)
        {
            noise.Consider(ids, renderings);
        }
    }

    /// <summary>Prometheus' statistics; null where it fails, or keeps silent for longer than a comparison would be worth.</summary>
    private async Task<IReadOnlyList<LiveStatRendering>?> FetchAsync(Guid[] ids, CancellationToken stoppingToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(options.MaxLag);
        try
        {
            return (await source.GetAsync(ids, timeout.Token)).Renderings;
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A shadow comparison of operation {OperationName} failed and was dropped; users are not affected.")]
    private static partial void LogFailed(ILogger logger, Exception fault, string? operationName);
}
