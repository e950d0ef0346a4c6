namespace LiveStatProxy.Shutdown;

/// <summary>Holds the listeners open for a while after the program was told to stop; Kestrel then drains them.</summary>
internal sealed partial class Draining(ShutdownOptions options, TimeProvider time, ILogger<Draining> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStopping(logger, options.Delay, options.Drain);
        await Task.Delay(options.Delay, time, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Stopping: new requests are taken for {Delay} more, then those under way and WebSockets have {Drain} to end.")]
    private static partial void LogStopping(ILogger logger, TimeSpan delay, TimeSpan drain);
}
