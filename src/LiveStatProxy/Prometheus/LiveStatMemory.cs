using BitFaster.Caching.Lru;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Prometheus;

/// <summary>Remembers kernels' statistics: renderings while they are fresh, the rest until the next mark, and when the kernel was asked for.</summary>
/// <remarks>
/// BitFaster's concurrent LRU bounds the number of kernels, and reads without a lock; it knows no weights, so bytes are counted here and it is
/// trimmed when there are too many.
/// </remarks>
public sealed class LiveStatMemory
{
    private const int TrimmedAtOnce = 64;

    private readonly ConcurrentLru<Guid, Remembered> _kernels;
    private readonly TimeSpan _freshness;
    private readonly long _maxBytes;
    private readonly LiveStatSourceMetrics _metrics;
    private long _bytes;
    private int _count;

    /// <summary>An empty memory.</summary>
    public LiveStatMemory(PrometheusOptions options, LiveStatSourceMetrics metrics)
    {
        _kernels = new ConcurrentLru<Guid, Remembered>(Environment.ProcessorCount, options.MaxKernels, EqualityComparer<Guid>.Default);
        _freshness = options.Freshness;
        _maxBytes = options.MaxMemoryBytes;
        _metrics = metrics;
        _kernels.Events.Value!.ItemUpdated += (_, updated) => Take(-1, -updated.OldValue!.Bytes);
        _kernels.Events.Value!.ItemRemoved += (_, removed) =>
        {
            Take(-1, -removed.Value!.Bytes);
            metrics.Evictions.Inc();
        };
    }

    /// <summary>Bytes that remembered kernels take, about.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How many kernels are remembered.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Finds the rendering that a request wants, if it is fresh; the kernel counts as polled.</summary>
    public bool TryGetPolled(Guid kernel, DateTimeOffset now, out LiveStatRendering rendering)
    {
        if (!_kernels.TryGet(kernel, out var remembered))
        {
            rendering = null!;
            return false;
        }

        remembered.Polls.Add(now, _freshness);
        rendering = remembered.Statistics.Rendering;
        return IsFresh(rendering, now);
    }

    /// <summary>Finds the rendering of a kernel, if it is fresh.</summary>
    public bool TryGetFresh(Guid kernel, DateTimeOffset now, out LiveStatRendering rendering)
    {
        rendering = _kernels.TryGet(kernel, out var remembered) ? remembered.Statistics.Rendering : null!;
        return remembered is not null && IsFresh(rendering, now);
    }

    /// <summary>What is known of a kernel from the last evaluation mark.</summary>
    public MarkStatistics? MarkOf(Guid kernel) => _kernels.TryGet(kernel, out var remembered) ? remembered.Statistics.Mark : null;

    /// <summary>Remembers a kernel's statistics in place of older ones.</summary>
    public void Remember(Guid kernel, KernelStatistics statistics)
    {
        var polls = _kernels.TryGet(kernel, out var before) ? before.Polls : new PollHistory(statistics.Rendering.EvaluatedAt);
        var remembered = new Remembered(statistics, polls);
        Take(1, remembered.Bytes);
        _kernels.AddOrUpdate(kernel, remembered);
        while (Bytes > _maxBytes && Count > 0)
        {
            _kernels.Policy.Eviction.Value!.Trim(TrimmedAtOnce);
        }
    }

    /// <summary>The kernels that will be asked for soon and should be refreshed by then; they are named once.</summary>
    public List<Guid> TakeDue(DateTimeOffset now)
    {
        var due = new List<Guid>();
        foreach (var (kernel, remembered) in _kernels)
        {
            if (remembered.Polls.TakeDue(now, remembered.Statistics.Rendering.EvaluatedAt, _freshness))
            {
                due.Add(kernel);
            }
        }

        return due;
    }

    /// <summary>A rendering from the future (a clock was set back) is not fresh.</summary>
    private bool IsFresh(LiveStatRendering rendering, DateTimeOffset now) =>
        now - rendering.EvaluatedAt is var age && age < _freshness && age > -_freshness;

    /// <summary>Counts what comes and goes: the cache itself would have to look through all of its entries.</summary>
    private void Take(int kernels, int bytes)
    {
        _metrics.RememberedKernels.Set(Interlocked.Add(ref _count, kernels));
        _metrics.RememberedBytes.Set(Interlocked.Add(ref _bytes, bytes));
    }

    private sealed record Remembered(KernelStatistics Statistics, PollHistory Polls)
    {
        /// <summary>The objects around the bytes: entry, rendering, scalars, mark, poll history.</summary>
        private const int Overhead = 1000;

        private const int BytesOfMetric = 104;

        public int Bytes { get; } = Overhead + Statistics.Rendering.LiveStat.Length + (BytesOfMetric * Statistics.Mark.Metrics.Length);
    }
}
