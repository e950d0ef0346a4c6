using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Prometheus;

/// <summary>A kernel whose statistics are asked for, and what is known of it from the last evaluation mark.</summary>
public readonly record struct KernelRequest(Guid Id, MarkStatistics? Mark);

/// <summary>A kernel's statistics as they are served, and what may serve again until the next evaluation mark.</summary>
public sealed record KernelStatistics(LiveStatRendering Rendering, MarkStatistics Mark);

/// <summary>The statistics of all kernels asked for, in that order, or why there are none.</summary>
public readonly record struct FetchedStatistics(KernelStatistics[] Kernels, OutcomeReason Reason);

/// <summary>Asks Prometheus for some kernels, a few queries side by side, and renders what it answers.</summary>
/// <remarks>
/// What is now, values and rates, is asked for each time; the rest where it is not known from the last evaluation mark. Further questions follow
/// where the answers leave something open: whether a running kernel without a rate is young or has no such counter, and whether one without
/// values has ended.
/// </remarks>
public sealed class LiveStatFetcher(
    PrometheusClient client,
    EvaluationInterval resolution,
    MarkFetcher markFetcher,
    LiveStatQuery query,
    LiveStatRenderer renderer,
    PrometheusOptions options,
    LiveStatSourceMetrics metrics)
{
    private readonly long _settleTime = (long)options.SettleTime.TotalMilliseconds;
    private readonly long _statsWindow = (long)PromQLDuration.Parse(options.StatsWindow ?? options.Window).TotalMilliseconds;

    private enum Activity
    {
        None,
        Running,
        Unsure,
    }

    /// <summary>Fetches and renders.</summary>
    /// <param name="requests">At most as many kernels as fit into one query.</param>
    /// <param name="now">The time at which to evaluate, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task<FetchedStatistics> FetchAsync(KernelRequest[] requests, long now, CancellationToken cancellationToken)
    {
        var (step, reason) = await resolution.GetAsync(cancellationToken);
        if (reason != OutcomeReason.Translated)
        {
            return new FetchedStatistics([], reason);
        }

        var time = EvaluationPoints.PinTime(now, _statsWindow, step);
        var points = EvaluationPoints.Of(time, _statsWindow, step);
        var ids = Array.ConvertAll(requests, request => request.Id);
        using var queries = new QuerySet(ids);
        var values = queries.Add(PrometheusQuery.At(time, query.Values(ids)));
        var rates = queries.Add(PrometheusQuery.At(time, query.ShownRates(ids)));
        var asking = queries.AskAsync(client, cancellationToken);
        var (marks, markReason) = await GetMarksAsync(requests, points, time, cancellationToken);
        reason = new[] { await asking, markReason }.FirstFailure();
        if (reason != OutcomeReason.Translated)
        {
            return new FetchedStatistics([], reason);
        }

        var table = new LiveStatTable(ids.Length);
        table.AddValues(values.Samples);
        var activities = AddMarks(table, marks);
        table.AddRates(rates.Samples);
        reason = await AskFurtherAsync(table, ids, activities, time, cancellationToken);
        return new FetchedStatistics(reason == OutcomeReason.Translated ? Render(table, marks, time) : [], reason);
    }

    /// <summary>What is known from the last evaluation mark, or asked for now.</summary>
    private async Task<(Mark[] Marks, OutcomeReason Reason)> GetMarksAsync(
        KernelRequest[] requests, EvaluationPoints points, long time, CancellationToken cancellationToken)
    {
        var isSettled = time >= points.Last + _settleTime;
        var unknown = requests.Where(request => request.Mark?.Serves(points, isSettled) != true).Select(request => request.Id).ToArray();
        metrics.MarkKernels.Inc(unknown.Length);

        var table = new LiveStatTable(unknown.Length);
        var reason = await markFetcher.FetchAsync(unknown, time, points, table, cancellationToken);
        var next = 0;
        return (Array.ConvertAll(requests, MarkOf), reason);

        Mark MarkOf(KernelRequest request) => next < unknown.Length && request.Id == unknown[next]
            ? new Mark(new MarkStatistics(points, isSettled, table[next++].Metrics.ToArray()), IsNew: true)
            : new Mark(request.Mark!, IsNew: false);
    }

    private static Activity[] AddMarks(LiveStatTable table, Mark[] marks)
    {
        var activities = new Activity[marks.Length];
        foreach (var (position, mark) in marks.Index())
        {
            var hasValues = !table[position].IsEmpty;
            activities[position] = hasValues || (mark.IsNew && mark.Statistics.HasCapacities) ? Activity.Running
                : mark.Statistics.HasCapacities ? Activity.Unsure
                : Activity.None;
            table.AddMark(position, mark.Statistics.Metrics, isRunning: activities[position] == Activity.Running);
        }

        return activities;
    }

    /// <summary>Adds counters of running kernels that have no rate yet, and capacities of kernels that have not ended after all.</summary>
    private async Task<OutcomeReason> AskFurtherAsync(
        LiveStatTable table, Guid[] ids, Activity[] activities, long time, CancellationToken cancellationToken)
    {
        var unsure = ids.Where((_, position) => activities[position] == Activity.Unsure).ToArray();
        var young = ids.Where((_, position) => activities[position] != Activity.None && LacksRate(table[position])).ToArray();
        using var queries = new QuerySet(ids);
        var capacities = unsure.Length == 0 ? null : queries.Add(PrometheusQuery.At(time, query.Capacities(unsure)));
        var counters = young.Length == 0 ? null : queries.Add(PrometheusQuery.At(time, query.RateCounters(young)));
        var reason = await queries.AskAsync(client, cancellationToken);
        if (capacities is not null)
        {
            table.AddCapacities(capacities.Samples);
        }

        if (counters is not null)
        {
            table.AddExisting(counters.Samples);
        }

        return reason;
    }

    private static bool LacksRate(LiveStat stat) => !MetricCatalog.RateCounters.All(name => stat.TryGet(name, out _));

    private KernelStatistics[] Render(LiveStatTable table, Mark[] marks, long time)
    {
        var evaluatedAt = DateTimeOffset.FromUnixTimeMilliseconds(time);
        return [.. marks.Select((mark, position) => new KernelStatistics(renderer.Render(table[position], evaluatedAt), mark.Statistics))];
    }

    private readonly record struct Mark(MarkStatistics Statistics, bool IsNew);
}
