namespace LiveStatProxy.Hosting;

/// <summary>What the program does again and again while it runs.</summary>
public abstract class Repeatedly(TimeSpan interval, TimeProvider time) : BackgroundService
{
    /// <summary>Does it once.</summary>
    protected abstract Task DoAsync(CancellationToken stoppingToken);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await DoAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host takes this for a fault when it is disposed without having been stopped.
        }
    }
}
