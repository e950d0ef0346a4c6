namespace LiveStatProxy.Core.Statistics;

/// <summary>What is known of one metric of one kernel.</summary>
/// <param name="Metric">The metric.</param>
public record struct MetricStat(Metric Metric)
{
    /// <summary>The instant value; not asked for of rate counters.</summary>
    public SampleValue Instant { get; set; }

    /// <summary>The instant capacity.</summary>
    public SampleValue Capacity { get; set; }

    /// <summary>The per-second rate over the window, of rated counters.</summary>
    public SampleValue Rate { get; set; }

    /// <summary>The least value over the window; of the rate, for rate counters.</summary>
    public SampleValue Minimum { get; set; }

    /// <summary>The greatest value over the window; of the rate, for rate counters.</summary>
    public SampleValue Maximum { get; set; }

    /// <summary>The mean over the window; of the rate, for rate counters.</summary>
    public SampleValue Average { get; set; }

    /// <summary>What the payload shows as <c>current</c>.</summary>
    public readonly SampleValue Current => Metric.IsRateCounter ? Rate : Instant;
}

/// <summary>The statistics of one kernel, assembled from the rows of several queries.</summary>
public sealed class LiveStat
{
    private MetricStat[] _metrics = new MetricStat[12];
    private int _count;

    /// <summary>Whether Prometheus has nothing on the kernel: it is pending or long gone.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The metrics, in no order until <see cref="Sort"/>.</summary>
    public Span<MetricStat> Metrics => _metrics.AsSpan(0, _count);

    /// <summary>The place of <paramref name="metric"/>, made when there was none.</summary>
    public ref MetricStat this[Metric metric]
    {
        get
        {
            var index = IndexOf(metric);
            if (index < 0)
            {
                index = _count++;
                if (index == _metrics.Length)
                {
                    Array.Resize(ref _metrics, 2 * index);
                }

                _metrics[index] = new MetricStat(metric);
            }

            return ref _metrics[index];
        }
    }

    /// <summary>Whether anything is known of <paramref name="metric"/>.</summary>
    public bool Has(Metric metric) => IndexOf(metric) >= 0;

    /// <summary>Whether anything is known of the metric with this name.</summary>
    public bool TryGet(string name, out MetricStat stat)
    {
        foreach (ref readonly var candidate in Metrics)
        {
            if (candidate.Metric.Name == name)
            {
                stat = candidate;
                return true;
            }
        }

        stat = default;
        return false;
    }

    /// <summary>Sorts the metrics by name, in code point order.</summary>
    public void Sort() =>
        Metrics.Sort(static (left, right) => left.Metric.Utf8Name.Span.SequenceCompareTo(right.Metric.Utf8Name.Span));

    private int IndexOf(Metric metric)
    {
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(_metrics[i].Metric, metric))
            {
                return i;
            }
        }

        return IndexOfName(metric);
    }

    /// <summary>Two objects may stand for one metric when the catalog forgot what it had learned between two answers.</summary>
    private int IndexOfName(Metric metric)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_metrics[i].Metric.Name == metric.Name)
            {
                return i;
            }
        }

        return -1;
    }
}
