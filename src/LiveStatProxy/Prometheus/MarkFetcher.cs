using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;

namespace LiveStatProxy.Prometheus;

/// <summary>Asks for what is asked for once per evaluation mark, see <see cref="MarkStatistics"/>.</summary>
public sealed class MarkFetcher(PrometheusClient client, LiveStatQuery query)
{
    /// <summary>
    /// Up to here a matrix of all points is asked for: it costs Prometheus a third of the three aggregations that would give minimum, maximum and
    /// average, see the table in the benchmarks' README. Beyond, answers become large.
    /// </summary>
    private const int MaxPointsInMatrix = 240;

    /// <summary>Fetches.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="time">The pinned time.</param>
    /// <param name="points">The instants that the window is made of.</param>
    /// <param name="table">Where everything goes; complete when the result is <see cref="OutcomeReason.Translated"/>.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<OutcomeReason> FetchAsync(
        Guid[] kernels, long time, EvaluationPoints points, LiveStatTable table, CancellationToken cancellationToken)
    {
        if (kernels.Length == 0)
        {
            return OutcomeReason.Translated;
        }

        using var queries = new QuerySet(kernels);
        var capacities = queries.Add(PrometheusQuery.At(time, query.Capacities(kernels)));
        var rates = queries.Add(PrometheusQuery.At(time, query.RatesBeside(kernels)));
        var addWindow = points.Count > MaxPointsInMatrix ? AskAggregations(queries, kernels, points)
            : points.Count > 0 ? AskMatrices(queries, kernels, points)
            : _ => { };

        var reason = await queries.AskAsync(client, cancellationToken);
        table.AddCapacities(capacities.Samples);
        table.AddRates(rates.Samples);
        addWindow(table);
        return reason;
    }

    private Action<LiveStatTable> AskMatrices(QuerySet queries, Guid[] kernels, EvaluationPoints points)
    {
        var values = queries.Add(PrometheusQuery.At(points, query.Values(kernels)));
        var rates = queries.Add(PrometheusQuery.At(points, query.ShownRates(kernels)));
        return table =>
        {
            table.AddRanges(values.Samples);
            table.AddRanges(rates.Samples);
        };
    }

    private Action<LiveStatTable> AskAggregations(QuerySet queries, Guid[] kernels, EvaluationPoints points)
    {
        var (minima, maxima, means) = (Ask("min_over_time"), Ask("max_over_time"), Ask("avg_over_time"));
        return table =>
        {
            Array.ForEach(minima, list => table.AddMinima(list.Samples));
            Array.ForEach(maxima, list => table.AddMaxima(list.Samples));
            Array.ForEach(means, list => table.AddMeans(list.Samples));
        };

        SampleList[] Ask(string function) =>
        [
            queries.Add(PrometheusQuery.At(points.Last, LiveStatQuery.OverWindow(function, query.Values(kernels), points))),
            queries.Add(PrometheusQuery.At(points.Last, LiveStatQuery.OverWindow(function, query.ShownRates(kernels), points))),
        ];
    }
}
