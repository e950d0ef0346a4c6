namespace LiveStatProxy.Core.Statistics;

/// <summary>Assembles the rows of several answers, which are about the same kernels, into each kernel's statistics.</summary>
/// <param name="kernels">How many kernels there are.</param>
public sealed class LiveStatTable(int kernels)
{
    private readonly LiveStat[] _kernels = [.. Enumerable.Range(0, kernels).Select(_ => new LiveStat())];

    private delegate void Setter(ref MetricStat stat, in Sample sample);

    /// <summary>The statistics of the kernel at <paramref name="position"/>.</summary>
    public LiveStat this[int position] => _kernels[position];

    /// <summary>Adds measurements.</summary>
    public void AddValues(ReadOnlySpan<Sample> samples) => Add(samples, static (ref stat, in sample) => stat.Instant = sample.Value);

    /// <summary>Adds capacities.</summary>
    public void AddCapacities(ReadOnlySpan<Sample> samples) => Add(samples, static (ref stat, in sample) => stat.Capacity = sample.Value);

    /// <summary>Adds metrics of which nothing is known but that they exist.</summary>
    public void AddExisting(ReadOnlySpan<Sample> samples) => Add(samples, static (ref _, in _) => { });

    /// <summary>Adds least values over the window.</summary>
    public void AddMinima(ReadOnlySpan<Sample> samples) => Add(samples, static (ref stat, in sample) => stat.Minimum = sample.Value);

    /// <summary>Adds greatest values over the window.</summary>
    public void AddMaxima(ReadOnlySpan<Sample> samples) => Add(samples, static (ref stat, in sample) => stat.Maximum = sample.Value);

    /// <summary>Adds means over the window.</summary>
    public void AddMeans(ReadOnlySpan<Sample> samples) => Add(samples, static (ref stat, in sample) => stat.Average = sample.Value);

    /// <summary>Adds ranges of values over the window.</summary>
    public void AddRanges(ReadOnlySpan<Sample> samples) => Add(samples, static (ref stat, in sample) =>
        (stat.Minimum, stat.Maximum, stat.Average) = (sample.Minimum, sample.Maximum, sample.Value));

    /// <summary>Adds rates.</summary>
    public void AddRates(ReadOnlySpan<Sample> samples) => Add(samples, static (ref stat, in sample) => stat.Rate = sample.Value);

    /// <summary>Adds what was asked for at the last evaluation mark, after the measurements.</summary>
    /// <param name="position">The kernel.</param>
    /// <param name="metrics">What is over the window, capacities, and rates that are not shown as a value.</param>
    /// <param name="isRunning">Whether capacities still count.</param>
    /// <remarks>A metric appears because it has a value, a capacity or something over the window; not because it has a rate.</remarks>
    public void AddMark(int position, ReadOnlySpan<MetricStat> metrics, bool isRunning)
    {
        foreach (ref readonly var metric in metrics)
        {
            var capacity = isRunning ? metric.Capacity : default;
            if (!metric.Average.IsPresent && !capacity.IsPresent && !_kernels[position].Has(metric.Metric))
            {
                continue;
            }

            ref var stat = ref _kernels[position][metric.Metric];
            (stat.Minimum, stat.Maximum, stat.Average) = (metric.Minimum, metric.Maximum, metric.Average);
            (stat.Capacity, stat.Rate) = (capacity, metric.Rate);
        }
    }

    private void Add(ReadOnlySpan<Sample> samples, Setter set)
    {
        foreach (ref readonly var sample in samples)
        {
            set(ref _kernels[sample.Kernel][sample.Metric], sample);
        }
    }
}
