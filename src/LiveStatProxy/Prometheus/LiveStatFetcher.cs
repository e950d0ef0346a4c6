using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Prometheus;

/// <summary>A kernel whose statistics are asked for, and what is known of its window already.</summary>
public readonly record struct KernelRequest(Guid Id, WindowStatistics? Window);

/// <summary>A kernel's statistics as they are served, and its window, which may serve again.</summary>
public sealed record KernelStatistics(LiveStatRendering Rendering, WindowStatistics Window);

/// <summary>The statistics of all kernels asked for, in that order, or why there are none.</summary>
public readonly record struct FetchedStatistics(KernelStatistics[] Kernels, OutcomeReason Reason);

/// <summary>Asks Prometheus for some kernels, a few queries side by side, and renders what it answers.</summary>
/// <remarks>
/// What is <em>now</em> is asked for each time: values, capacities, rates. What is <em>over the window</em> changes only from one evaluation
/// mark to the next, so it is asked for only where it is not known. A running kernel without a rate is young: then it is asked whether the
/// counter exists.
/// </remarks>
public sealed class LiveStatFetcher(
    PrometheusClient client,
    EvaluationInterval resolution,
    WindowFetcher windowFetcher,
    LiveStatQuery query,
    LiveStatRenderer renderer,
    PrometheusOptions options,
    LiveStatSourceMetrics metrics)
{
    private readonly long _settleTime = (long)options.SettleTime.TotalMilliseconds;
    private readonly long _statsWindow = (long)PromQLDuration.Parse(options.StatsWindow ?? options.Window).TotalMilliseconds;

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
        var isSettled = time >= points.Last + _settleTime;
        var ids = Array.ConvertAll(requests, request => request.Id);
        var idsWithoutWindow = requests.Where(request => !Serves(request.Window)).Select(request => request.Id).ToArray();

        metrics.Windows.Inc(idsWithoutWindow.Length);
        var newWindows = new LiveStatTable(idsWithoutWindow.Length);
        using var queries = new QuerySet(ids);
        var values = queries.Add(PrometheusQuery.At(time, query.Values(ids)));
        var capacities = queries.Add(PrometheusQuery.At(time, query.Capacities(ids)));
        var rates = queries.Add(PrometheusQuery.At(time, query.Rates(ids)));
        var reasons = await Task.WhenAll(
            queries.AskAsync(client, cancellationToken),
            windowFetcher.FetchAsync(idsWithoutWindow, points, newWindows, cancellationToken));
        reason = reasons.FirstFailure();
        if (reason != OutcomeReason.Translated)
        {
            return new FetchedStatistics([], reason);
        }

        var table = new LiveStatTable(ids.Length);
        table.AddValues(values.Samples);
        table.AddCapacities(capacities.Samples);
        var running = Enumerable.Range(0, ids.Length).Where(position => !table[position].IsEmpty).ToArray();
        var windows = AddWindows(table);
        table.AddRates(rates.Samples);
        reason = await AddYoungAsync(table, ids, running, time, cancellationToken);
        return new FetchedStatistics(reason == OutcomeReason.Translated ? Render() : [], reason);

        bool Serves(WindowStatistics? window) => window?.Serves(points, isSettled) == true;

        WindowStatistics[] AddWindows(LiveStatTable table)
        {
            var next = 0;
            var windows = Array.ConvertAll(requests, request => Serves(request.Window)
                ? request.Window!
                : new WindowStatistics(points, isSettled, newWindows[next++].Metrics.ToArray()));
            for (var position = 0; position < windows.Length; position++)
            {
                table.AddWindow(position, windows[position].Metrics);
            }

            return windows;
        }

        KernelStatistics[] Render() => [.. windows.Select((window, position) =>
            new KernelStatistics(renderer.Render(table[position], DateTimeOffset.FromUnixTimeMilliseconds(time)), window))];
    }

    /// <summary>Adds counters of running kernels that are too young to have a rate.</summary>
    private async Task<OutcomeReason> AddYoungAsync(LiveStatTable table, Guid[] ids, int[] running, long time, CancellationToken cancellationToken)
    {
        var young = running.Where(position => !MetricCatalog.RateCounters.All(name => table[position].TryGet(name, out _))).ToArray();
        if (young.Length == 0)
        {
            return OutcomeReason.Translated;
        }

        using var queries = new QuerySet(ids);
        var counters = queries.Add(PrometheusQuery.At(time, query.RateCounters(Array.ConvertAll(young, position => ids[position]))));
        var reason = await queries.AskAsync(client, cancellationToken);
        table.AddExisting(counters.Samples);
        return reason;
    }
}
