using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;

namespace LiveStatProxy.Prometheus;

/// <summary>Queries about the same kernels, asked side by side: all of them are answered, or none counts.</summary>
/// <param name="kernels">The kernels; rows have their positions.</param>
public sealed class QuerySet(Guid[] kernels) : IDisposable
{
    private readonly Dictionary<Guid, int> _positions = kernels.Index().ToDictionary(kernel => kernel.Item, kernel => kernel.Index);
    private readonly List<(PrometheusQuery Query, SampleList Samples)> _queries = [];

    /// <summary>Adds a query; the list that is returned holds its rows once the set was asked.</summary>
    public SampleList Add(PrometheusQuery query)
    {
        var samples = new SampleList();
        _queries.Add((query, samples));
        return samples;
    }

    /// <summary>Asks all queries.</summary>
    /// <returns><see cref="OutcomeReason.Translated"/>, or why one of them failed.</returns>
    public async Task<OutcomeReason> AskAsync(PrometheusClient client, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(_queries.Select(query => client.QueryAsync(query.Query, _positions, query.Samples, cancellationToken)));
        return Array.ConvertAll(answers, answer => answer.Reason).FirstFailure();
    }

    /// <inheritdoc/>
    public void Dispose() => _queries.ForEach(query => query.Samples.Dispose());
}

internal static class OutcomeReasonsExtensions
{
    /// <summary>The first reason that tells of a failure; <see cref="OutcomeReason.Translated"/> when there is none.</summary>
    /// <remarks>What was not even asked because another query had failed tells least.</remarks>
    public static OutcomeReason FirstFailure(this IReadOnlyCollection<OutcomeReason> reasons) =>
        reasons.Where(reason => reason is not (OutcomeReason.Translated or OutcomeReason.PrometheusUnavailable))
            .Concat(reasons.Where(reason => reason == OutcomeReason.PrometheusUnavailable))
            .FirstOrDefault(OutcomeReason.Translated);
}
