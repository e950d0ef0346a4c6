using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;

namespace LiveStatProxy.Prometheus;

/// <summary>Asks for what is over the window: minimum, maximum and mean at the evaluation points.</summary>
public sealed class WindowFetcher(PrometheusClient client, LiveStatQuery query)
{
    /// <summary>Up to here a matrix of all points costs less than three aggregations, for Prometheus and for us; see the benchmarks' README.</summary>
    private const int MaxPointsInMatrix = 15;

    /// <summary>Fetches the windows of kernels.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="points">The evaluation points.</param>
    /// <param name="table">Where what is over the window goes; complete when the reason is <see cref="OutcomeReason.Translated"/>.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<OutcomeReason> FetchAsync(Guid[] kernels, EvaluationPoints points, LiveStatTable table, CancellationToken cancellationToken)
    {
        if (kernels.Length == 0 || points.Count == 0)
        {
            return OutcomeReason.Translated;
        }

        using var queries = new QuerySet(kernels);
        return points.Count <= MaxPointsInMatrix
            ? await FetchMatrixAsync(queries, kernels, points, table, cancellationToken)
            : await FetchAggregationsAsync(queries, kernels, points, table, cancellationToken);
    }

    private async Task<OutcomeReason> FetchMatrixAsync(
        QuerySet queries, Guid[] kernels, EvaluationPoints points, LiveStatTable table, CancellationToken cancellationToken)
    {
        var values = queries.Add(PrometheusQuery.At(points, query.Values(kernels)));
        var rates = queries.Add(PrometheusQuery.At(points, query.ShownRates(kernels)));
        var reason = await queries.AskAsync(client, cancellationToken);
        table.AddRanges(values.Samples);
        table.AddRanges(rates.Samples);
        return reason;
    }

    private async Task<OutcomeReason> FetchAggregationsAsync(
        QuerySet queries, Guid[] kernels, EvaluationPoints points, LiveStatTable table, CancellationToken cancellationToken)
    {
        SampleList[] Add(string function) =>
        [
            queries.Add(PrometheusQuery.At(points.Last, LiveStatQuery.OverWindow(function, query.Values(kernels), points))),
            queries.Add(PrometheusQuery.At(points.Last, LiveStatQuery.OverWindow(function, query.ShownRates(kernels), points))),
        ];

        var (minima, maxima, means) = (Add("min_over_time"), Add("max_over_time"), Add("avg_over_time"));
        var reason = await queries.AskAsync(client, cancellationToken);
        Array.ForEach(minima, list => table.AddMinima(list.Samples));
        Array.ForEach(maxima, list => table.AddMaxima(list.Samples));
        Array.ForEach(means, list => table.AddMeans(list.Samples));
        return reason;
    }
}
