using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Prometheus;

/// <summary>
/// What is asked for once per evaluation mark and kernel: what is over the window, which changes only from one mark to the next; and what hardly
/// ever changes or hardly matters, capacities and the rates of input and output.
/// </summary>
/// <param name="Points">The instants that the window is made of.</param>
/// <param name="IsSettled">Whether the last point's scrape had surely come in; else it is asked for once more.</param>
/// <param name="Metrics">Minimum, maximum, average, capacity and rate of each metric.</param>
public sealed record MarkStatistics(EvaluationPoints Points, bool IsSettled, MetricStat[] Metrics)
{
    /// <summary>Whether the kernel had capacities.</summary>
    public bool HasCapacities => Array.Exists(Metrics, metric => metric.Capacity.IsPresent);

    /// <summary>Whether nothing need be asked for.</summary>
    /// <param name="points">The instants wanted.</param>
    /// <param name="isSettledNow">Whether their scrape has surely come in by now.</param>
    public bool Serves(EvaluationPoints points, bool isSettledNow) => Points == points && (IsSettled || !isSettledNow);
}
