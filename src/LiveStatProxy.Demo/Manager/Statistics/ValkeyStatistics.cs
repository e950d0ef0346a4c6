using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LiveStatProxy.Demo.Manager.Responses;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Statistics;

/// <summary>A kernel's statistics as the manager has them, with the numbers that legacy scalars want.</summary>
/// <param name="Json">The payload of <c>live_stat</c>, as <c>json.dumps</c> writes it.</param>
/// <param name="Fields">Metric name → field name → text.</param>
internal sealed record KernelStatistics(string Json, Dictionary<string, Dictionary<string, string?>> Fields)
{
    /// <summary>A number out of the payload; 0 where there is none.</summary>
    public double Number(string metric, string field) =>
        Fields.TryGetValue(metric, out var fields) && fields.TryGetValue(field, out var text) && text is not null
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : 0;
}

/// <summary>
/// The manager's own statistics, as agents of the Valkey era left them: measured every five seconds, only the fields that a metric
/// declares, maxima and averages over the kernel's whole life. The same work that the agents export, seen at other moments.
/// </summary>
internal sealed class ValkeyStatistics(TimeProvider time)
{
    private const int LifetimeMeasurements = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LifetimeStep = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, (long Tick, KernelStatistics Statistics)> _latest = new();

    /// <summary>The statistics of <paramref name="kernel"/>; null where there are none.</summary>
    public KernelStatistics? Of(Kernel kernel)
    {
        if (kernel.Load is not { } load)
        {
            return null;
        }

        var tick = time.GetUtcNow().UtcTicks / Interval.Ticks;
        if (_latest.TryGetValue(kernel.Id, out var latest) && latest.Tick == tick)
        {
            return latest.Statistics;
        }

        var statistics = Measure(load, new DateTimeOffset(tick * Interval.Ticks, TimeSpan.Zero));
        _latest[kernel.Id] = (tick, statistics);
        return statistics;
    }

    private static KernelStatistics Measure(KernelLoad load, DateTimeOffset moment)
    {
        var fields = load.Metrics.ToDictionary(metric => metric.Name, metric => Fields(load, metric, moment));
        var json = PythonJsonWriter.Dumps(fields.Select(metric => new KeyValuePair<string, object?>(
            metric.Key, metric.Value.Select(field => new KeyValuePair<string, object?>(field.Key, field.Value)))));
        return new KernelStatistics(Encoding.ASCII.GetString(json), fields);
    }

    private static Dictionary<string, string?> Fields(KernelLoad load, Metric metric, DateTimeOffset moment)
    {
        var current = Shown(load, metric, moment);
        var capacity = load.Capacity(metric);
        var fields = new Dictionary<string, string?>
        {
            ["current"] = Format(current),
            ["capacity"] = capacity is { } known ? Format(known) : null,
            ["pct"] = capacity is > 0 ? (current / capacity.Value * 100).ToString("0.00", CultureInfo.InvariantCulture) : "0.00",
            ["unit_hint"] = metric.UnitHint,
        };
        foreach (var statistic in metric.Statistics)
        {
            fields[$"stats.{statistic}"] = Format(statistic switch
            {
                "max" => Lifetime(load, metric, moment).Max(),
                "avg" => Lifetime(load, metric, moment).Average(),
                _ => Rate(load, metric, moment),
            });
        }

        return fields;
    }

    private static double Shown(KernelLoad load, Metric metric, DateTimeOffset moment) =>
        metric.ShowsRate ? Rate(load, metric, moment) : load.Measure(metric, moment);

    private static double Rate(KernelLoad load, Metric metric, DateTimeOffset moment) =>
        (load.Measure(metric, moment) - load.Measure(metric, moment - Interval)) / Interval.TotalSeconds;

    /// <summary>What was shown since the start. Loads repeat within ten minutes, so the last ten stand for a whole life.</summary>
    private static IEnumerable<double> Lifetime(KernelLoad load, Metric metric, DateTimeOffset moment)
    {
        var measurements = Math.Clamp((int)((moment - load.StartedAt) / LifetimeStep), 1, LifetimeMeasurements);
        return Enumerable.Range(0, measurements).Select(back => Shown(load, metric, moment - (back * LifetimeStep)));
    }

    private static string Format(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
