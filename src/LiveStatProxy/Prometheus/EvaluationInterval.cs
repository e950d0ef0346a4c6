using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;

namespace LiveStatProxy.Prometheus;

/// <summary>The resolution of what is over the window: the configured one, or the server's evaluation interval, found by asking it.</summary>
public sealed class EvaluationInterval(PrometheusClient client, PrometheusOptions options, TimeProvider time)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);
    private static readonly Dictionary<Guid, int> NoKernels = [];

    private readonly long? _configured =
        ConfiguredBy(options) is { } resolution ? (long)PromQLDuration.Parse(resolution).TotalMilliseconds : null;
    private readonly Lock _lock = new();
    private Found? _found;
    private Task<(long Milliseconds, OutcomeReason Reason)>? _asking;

    /// <summary>The interval in milliseconds, or why it could not be found.</summary>
    public async ValueTask<(long Milliseconds, OutcomeReason Reason)> GetAsync(CancellationToken cancellationToken)
    {
        if (_configured is { } configured)
        {
            return (configured, OutcomeReason.Translated);
        }

        var found = _found;
        if (found is not null && time.GetElapsedTime(found.AskedAt) < AskAgainAfter)
        {
            return (found.Milliseconds, OutcomeReason.Translated);
        }

        // An interval of long ago is better than none.
        var (milliseconds, reason) = await AskOnceAsync(cancellationToken);
        return reason == OutcomeReason.Translated || found is null ? (milliseconds, reason) : (found.Milliseconds, OutcomeReason.Translated);
    }

    /// <summary>Asks, or waits for the answer that others wait for.</summary>
    private Task<(long Milliseconds, OutcomeReason Reason)> AskOnceAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _asking is { IsCompleted: false } asking ? asking : _asking = AskAsync(cancellationToken);
        }
    }

    /// <summary>VictoriaMetrics has no such interval: its default step is that of the request, 5m when it has none.</summary>
    private static string? ConfiguredBy(PrometheusOptions options) =>
        options.Resolution ?? (options.Dialect == PrometheusDialect.VictoriaMetrics ? "1m" : null);

    /// <summary>Asks how many points a subquery with the default step has in a day.</summary>
    private async Task<(long Milliseconds, OutcomeReason Reason)> AskAsync(CancellationToken cancellationToken)
    {
        const long Day = 86_400_000;

        // Half a second off any mark, so that no interval has a point at both ends of the day.
        var instant = (time.GetUtcNow().ToUnixTimeSeconds() * 1000) - 500;
        using var samples = new SampleList();
        var query = PrometheusQuery.At(instant, "count_over_time(vector(1)[1d:])");
        var answer = await client.QueryAsync(query, NoKernels, samples, cancellationToken);
        if (!answer.IsComplete)
        {
            return (0, answer.Reason);
        }

        var points = answer.Unlabelled.ToDouble();
        if (points is not (>= 1 and <= Day))
        {
            return (0, OutcomeReason.PrometheusError);
        }

        _found = new Found(ToWholeSeconds(Day / points), time.GetTimestamp());
        return (_found.Milliseconds, OutcomeReason.Translated);
    }

    /// <summary>An interval that a day is no multiple of is found when it is shorter than three minutes, where rounding leaves one possibility.</summary>
    private static long ToWholeSeconds(double milliseconds) =>
        milliseconds < 1000 ? (long)Math.Round(milliseconds) : 1000 * (long)Math.Round(milliseconds / 1000);

    private sealed record Found(long Milliseconds, long AskedAt);
}
