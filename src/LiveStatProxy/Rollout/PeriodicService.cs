namespace LiveStatProxy.Rollout;

/// <summary>Does something small again and again while the program runs.</summary>
public abstract class PeriodicService(TimeSpan interval, TimeProvider time) : BackgroundService
{
    /// <summary>Does it once.</summary>
    protected abstract void DoOnce();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        await using var stop = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            DoOnce();
        }
    }
}
