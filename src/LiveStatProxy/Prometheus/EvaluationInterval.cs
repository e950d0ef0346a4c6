using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus.Http;

namespace LiveStatProxy.Prometheus;

/// <summary>The resolution of what is over the window: the configured one, or the server's evaluation interval, found by asking it.</summary>
public sealed class EvaluationInterval(PrometheusClient client, PrometheusOptions options, TimeProvider time)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);
    private static readonly Dictionary<Guid, int> NoKernels = [];

    private readonly long? _configured = ConfiguredBy(options) is { } resolution ? (long)PromQLDuration.Parse(resolution).TotalMilliseconds : null;
    private Found? _found;

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

        var (milliseconds, reason) = await AskAsync(cancellationToken);
        if (reason == OutcomeReason.Translated)
        {
            _found = new Found(milliseconds, time.GetTimestamp());
            return (milliseconds, reason);
        }

        return found is null ? (0, reason) : (found.Milliseconds, OutcomeReason.Translated);
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
        var answer = await client.QueryAsync(PrometheusQuery.At(instant, "count_over_time(vector(1)[1d:])"), NoKernels, samples, cancellationToken);
        if (!answer.IsComplete)
        {
            return (0, answer.Reason);
        }

        var points = answer.Unlabelled.ToDouble();
        return points is >= 1 and <= Day
            ? (ToWholeSeconds(Day / points), OutcomeReason.Translated)
            : (0, OutcomeReason.PrometheusError);
    }

    /// <summary>A day is not a multiple of every interval, so the count tells it to within its own length in a day.</summary>
    private static long ToWholeSeconds(double milliseconds) =>
        milliseconds < 1000 ? (long)Math.Round(milliseconds) : 1000 * (long)Math.Round(milliseconds / 1000);

    private sealed record Found(long Milliseconds, long AskedAt);
}
