using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>What came of a query.</summary>
/// <param name="Reason"><see cref="OutcomeReason.Translated"/> when every row was read, else why not.</param>
/// <param name="Detail">More about a failure, for operators.</param>
/// <param name="Unlabelled">The value of a row without labels.</param>
public readonly record struct PrometheusAnswer(OutcomeReason Reason, string? Detail = null, SampleValue Unlabelled = default)
{
    /// <summary>Whether every row was read.</summary>
    public bool IsComplete => Reason == OutcomeReason.Translated;
}
