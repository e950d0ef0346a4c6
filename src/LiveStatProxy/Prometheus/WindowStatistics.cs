using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Prometheus;

/// <summary>What is over the window of one kernel, kept until the next evaluation mark.</summary>
/// <param name="Points">The instants that it is made of.</param>
/// <param name="IsSettled">Whether the last point's scrape had surely come in; else it is asked for once more.</param>
/// <param name="Metrics">Minimum, maximum and average of each metric.</param>
public sealed record WindowStatistics(EvaluationPoints Points, bool IsSettled, MetricStat[] Metrics)
{
    /// <summary>Whether <paramref name="points"/> need not be asked for.</summary>
    /// <param name="points">The instants wanted.</param>
    /// <param name="isSettledNow">Whether their scrape has surely come in by now.</param>
    public bool Serves(EvaluationPoints points, bool isSettledNow) => Points == points && (IsSettled || !isSettledNow);
}
