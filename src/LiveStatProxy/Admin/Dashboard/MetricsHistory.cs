using Prometheus;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>The last minutes of the metrics, so that the dashboard shows what is going on now and not since the start.</summary>
public sealed class MetricsHistory(CollectorRegistry registry, TimeProvider time) : BackgroundService
{
    private const int Kept = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Queue<MetricsSnapshot> _snapshots = new(Kept);
    private readonly Lock _turn = new();

    /// <summary>How far back it reaches.</summary>
    public static TimeSpan Window => Kept * Interval;

    /// <summary>The snapshots, the oldest first, and the present one.</summary>
    public async Task<MetricsWindow> ReadAsync(CancellationToken cancellationToken)
    {
        var now = await MetricsSnapshot.ReadAsync(registry, time.GetUtcNow(), cancellationToken);
        lock (_turn)
        {
            return new MetricsWindow([.. _snapshots, now]);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        await using var stop = stoppingToken.Register(timer.Dispose);
        do
        {
            Keep(await MetricsSnapshot.ReadAsync(registry, time.GetUtcNow(), CancellationToken.None));
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private void Keep(MetricsSnapshot snapshot)
    {
        lock (_turn)
        {
            if (_snapshots.Count == Kept)
            {
                _snapshots.Dequeue();
            }

            _snapshots.Enqueue(snapshot);
        }
    }
}
