using System.Threading.Channels;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus;
using LiveStatProxy.Shadow.Recording;

namespace LiveStatProxy.Shadow.Comparing;

/// <summary>
/// The A/A run: now and then the kernels just compared are read from Prometheus once more, one freshness later, and compared the same way.
/// What differs then is no fault of either source.
/// </summary>
public sealed partial class NoiseFloor(
    ILiveStatSource source,
    LiveStatComparer comparer,
    ShadowRecorder recorder,
    ShadowOptions options,
    PrometheusOptions prometheus,
    TimeProvider time,
    ILogger<NoiseFloor> logger) : BackgroundService
{
    private readonly Channel<Run> _runs = Channel.CreateBounded<Run>(16);
    private double _due;

    /// <summary>Schedules a second reading where one is due; while many wait, none is.</summary>
    public void Consider(Guid[] kernels, IReadOnlyList<LiveStatRendering> first)
    {
        if (IsDue())
        {
            _runs.Writer.TryWrite(new Run(kernels, first, time.GetTimestamp()));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var run in _runs.Reader.ReadAllAsync(stoppingToken))
            {
                await TryCompareAsync(run, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop; runs that wait are not made.
        }
    }

    private async Task TryCompareAsync(Run run, CancellationToken stoppingToken)
    {
        try
        {
            await CompareAsync(run, stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, fault);
        }
    }

    private async Task CompareAsync(Run run, CancellationToken cancellationToken)
    {
        var wait = prometheus.Freshness - time.GetElapsedTime(run.ReadAt);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        var batch = await source.GetAsync(run.Kernels, cancellationToken);
        if (batch.Renderings is not { } second)
        {
            return;
        }

        var context = new ComparisonContext(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)) { IsNoise = true };
        for (var i = 0; i < run.Kernels.Length; i++)
        {
            // The same reading from memory would hide the noise.
            if (second[i].EvaluatedAt != run.First[i].EvaluatedAt)
            {
                recorder.RecordNoise(comparer.Compare(
                    KernelPayload.Parse(run.First[i].LiveStat.Span), KernelPayload.Parse(second[i].LiveStat.Span), context));
            }
        }
    }

    /// <summary>Evenly spread: with a share of 0.1 every tenth.</summary>
    private bool IsDue()
    {
        lock (_runs)
        {
            _due += options.NoiseShare;
            if (_due < 1)
            {
                return false;
            }

            _due--;
            return true;
        }
    }

    private sealed record Run(Guid[] Kernels, IReadOnlyList<LiveStatRendering> First, long ReadAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "A comparison of Prometheus with itself failed and was dropped; users are not affected.")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
