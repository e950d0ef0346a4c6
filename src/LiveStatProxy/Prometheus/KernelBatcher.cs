using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Prometheus;

/// <summary>
/// Brings kernels that are asked for into batches. A kernel under way is joined, not asked for again. While batches are under way, others gather;
/// those that gathered depart together, with one pinned time.
/// </summary>
public sealed partial class KernelBatcher : IDisposable
{
    /// <summary>A slow Prometheus holds up those who gather no longer than this.</summary>
    private static readonly TimeSpan MaxGathering = TimeSpan.FromMilliseconds(50);

    private readonly LiveStatFetcher _fetcher;
    private readonly LiveStatMemory _memory;
    private readonly LiveStatSourceMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<KernelBatcher> _logger;
    private readonly int _maxKernels;
    private readonly ITimer _gatheringLimit;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, BatchPlace> _underWay = [];
    private List<KernelBatch> _gathering = [];
    private int _departures;
    private bool _isGatheringLimited;

    /// <summary>A batcher without batches.</summary>
    public KernelBatcher(
        LiveStatFetcher fetcher,
        LiveStatMemory memory,
        LiveStatQuery query,
        PrometheusOptions options,
        LiveStatSourceMetrics metrics,
        TimeProvider time,
        ILogger<KernelBatcher> logger)
    {
        _fetcher = fetcher;
        _memory = memory;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _maxKernels = Math.Min(options.MaxKernelsPerQuery, query.MaxKernels(options.MaxQueryBytes));
        _gatheringLimit = time.CreateTimer(_ => EndGathering(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Finds a place for each kernel without a rendering; a rendering that came in meanwhile is filled in.</summary>
    internal BatchPlace[] Join(ReadOnlySpan<Guid> kernels, Span<LiveStatRendering?> renderings)
    {
        var places = new BatchPlace[kernels.Length];
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            for (var i = 0; i < kernels.Length; i++)
            {
                if (renderings[i] is not null)
                {
                    continue;
                }

                if (_underWay.TryGetValue(kernels[i], out places[i]))
                {
                    _metrics.Joins.Inc();
                }
                else if (_memory.TryGetFresh(kernels[i], now, out var rendering))
                {
                    _metrics.Hits.Inc();
                    renderings[i] = rendering;
                }
                else
                {
                    _metrics.Misses.Inc();
                    places[i] = Gather(kernels[i]);
                }
            }

            DepartOrWait();
        }

        return places;
    }

    /// <summary>Asks for kernels although they are fresh, unless they are under way.</summary>
    internal void Refresh(IEnumerable<Guid> kernels)
    {
        lock (_lock)
        {
            foreach (var kernel in kernels.Where(kernel => !_underWay.ContainsKey(kernel)))
            {
                _metrics.Refreshes.Inc();
                Gather(kernel);
            }

            DepartOrWait();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _gatheringLimit.Dispose();
    }

    private BatchPlace Gather(Guid kernel)
    {
        if (_gathering.Count == 0 || _gathering[^1].Kernels.Count == _maxKernels)
        {
            _gathering.Add(new KernelBatch());
        }

        var place = new BatchPlace(_gathering[^1], _gathering[^1].Kernels.Count);
        place.Batch.Kernels.Add(kernel);
        _underWay.Add(kernel, place);
        return place;
    }

    private void DepartOrWait()
    {
        if (_gathering.Count > 0 && _departures == 0)
        {
            Depart();
        }
        else if (_gathering.Count > 0 && !_isGatheringLimited)
        {
            _isGatheringLimited = _gatheringLimit.Change(MaxGathering, Timeout.InfiniteTimeSpan);
        }
    }

    private void EndGathering()
    {
        lock (_lock)
        {
            _isGatheringLimited = false;
            if (_gathering.Count > 0)
            {
                Depart();
            }
        }
    }

    private void Depart()
    {
        var batches = _gathering;
        _gathering = [];
        _departures++;

        // Nothing of the request that happens to be here goes along: others share the batch.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(() => TravelAsync(batches));
        }
    }

    private async Task TravelAsync(List<KernelBatch> batches)
    {
        var time = _time.GetUtcNow().ToUnixTimeMilliseconds();
        await Task.WhenAll(batches.Select(batch => FetchAsync(batch, time)));
        lock (_lock)
        {
            _departures--;
            DepartOrWait();
        }
    }

    private async Task FetchAsync(KernelBatch batch, long time)
    {
        _metrics.Batches.Observe(batch.Kernels.Count);
        var statistics = new FetchedStatistics([], OutcomeReason.PrometheusUnavailable);
        try
        {
            KernelRequest[] requests = [.. batch.Kernels.Select(kernel => new KernelRequest(kernel, _memory.MarkOf(kernel)))];
            statistics = await _fetcher.FetchAsync(requests, time, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The program ends; who still waits gets the manager's values.
        }
        catch (Exception fault)
        {
            statistics = new FetchedStatistics([], OutcomeReason.PrometheusError);
            LogFault(_logger, fault, batch.Kernels.Count);
        }

        Arrive(batch, statistics);
    }

    private void Arrive(KernelBatch batch, FetchedStatistics statistics)
    {
        foreach (var (position, kernel) in statistics.Kernels.Index())
        {
            _memory.Remember(batch.Kernels[position], kernel);
        }

        // Remembered first, so that a kernel that is no longer under way is found in memory.
        lock (_lock)
        {
            batch.Kernels.ForEach(kernel => _underWay.Remove(kernel));
        }

        batch.Complete(statistics);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A fault in reading the statistics of {Kernels} kernels; users got the manager's own values. Please report it.")]
    private static partial void LogFault(ILogger logger, Exception fault, int kernels);
}
