using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;

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
    /// <returns><see cref="OutcomeReason.Translated"/>, or why the first that failed did; the others are given up then.</returns>
    public async Task<OutcomeReason> AskAsync(PrometheusClient client, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = _queries.ConvertAll(query => client.QueryAsync(query.Query, _positions, query.Samples, giveUp.Token));
        var failure = OutcomeReason.Translated;
        await foreach (var answered in Task.WhenEach(running))
        {
            var answer = await answered;
            if (!answer.IsComplete && failure == OutcomeReason.Translated)
            {
                failure = answer.Reason;
                await giveUp.CancelAsync();
            }
        }

        return failure;
    }

    /// <inheritdoc/>
    public void Dispose() => _queries.ForEach(query => query.Samples.Dispose());
}
