using LiveStatProxy.Core.Outcomes;
using Prometheus;

namespace LiveStatProxy.Telemetry;

/// <summary>What operators see of the way to Prometheus: queries, batches, freshness, the circuit breaker.</summary>
public sealed class LiveStatSourceMetrics
{
    private readonly Counter _queries;
    private readonly Histogram _queryTime;
    private readonly Histogram _answerSize;
    private readonly Counter _lookups;

    /// <summary>Registers the metrics with <paramref name="registry"/>.</summary>
    public LiveStatSourceMetrics(CollectorRegistry registry)
    {
        var metrics = Metrics.WithCustomRegistry(registry);
        _queries = metrics.CreateCounter(
            "livestat_prometheus_queries_total", "Queries sent to Prometheus, by what came of them.", "reason");
        _queryTime = metrics.CreateHistogram(
            "livestat_prometheus_query_seconds", "How long a query took, its answer read to the end.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 15) });
        _answerSize = metrics.CreateHistogram(
            "livestat_prometheus_answer_bytes", "How large complete answers were.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(1024, 4, 9) });
        Batches = metrics.CreateHistogram(
            "livestat_batch_kernels", "Kernels that were asked for in one batch.",
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(1, 2, 14) });
        MarkKernels = metrics.CreateCounter(
            "livestat_mark_kernels_total", "Kernels that were asked for all: once per evaluation mark and once when it has settled.");
        _lookups = metrics.CreateCounter(
            "livestat_kernel_lookups_total", "Kernels that requests showed: fresh in memory, joined to a batch under way, or asked for.", "result");
        Hits = _lookups.WithLabels("fresh");
        Joins = _lookups.WithLabels("joined");
        Misses = _lookups.WithLabels("asked");
        Refreshes = metrics.CreateCounter(
            "livestat_kernel_refreshes_total", "Kernels that were asked for ahead of the next poll.");
        BreakerState = metrics.CreateGauge(
            "livestat_prometheus_breaker_state", "0: closed, Prometheus is asked. 1: half open, it is being probed. 2: open, nothing is translated.");
        RememberedKernels = metrics.CreateGauge("livestat_memory_kernels", "Kernels that are remembered.");
        RememberedBytes = metrics.CreateGauge("livestat_memory_bytes", "Bytes that remembered kernels take, about.");
        Evictions = metrics.CreateCounter("livestat_memory_evictions_total", "Kernels that were forgotten to make room.");
    }

    /// <summary>Kernels in one batch.</summary>
    public IHistogram Batches { get; }

    /// <summary>Kernels that were asked for all.</summary>
    public ICounter MarkKernels { get; }

    /// <summary>Kernels found fresh.</summary>
    public ICounter Hits { get; }

    /// <summary>Kernels joined to a batch under way.</summary>
    public ICounter Joins { get; }

    /// <summary>Kernels asked for.</summary>
    public ICounter Misses { get; }

    /// <summary>Kernels asked for ahead.</summary>
    public ICounter Refreshes { get; }

    /// <summary>The breaker's state.</summary>
    public IGauge BreakerState { get; }

    /// <summary>Kernels remembered.</summary>
    public IGauge RememberedKernels { get; }

    /// <summary>Bytes remembered.</summary>
    public IGauge RememberedBytes { get; }

    /// <summary>Kernels forgotten to make room.</summary>
    public ICounter Evictions { get; }

    /// <summary>Counts a query.</summary>
    public void QueryEnded(OutcomeReason reason, TimeSpan taken, long answerBytes)
    {
        _queries.WithLabels(reason.Describe().Word).Inc();
        _queryTime.Observe(taken.TotalSeconds);
        if (reason == OutcomeReason.Translated)
        {
            _answerSize.Observe(answerBytes);
        }
    }
}
