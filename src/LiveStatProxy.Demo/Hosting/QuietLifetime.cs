namespace LiveStatProxy.Demo.Hosting;

/// <summary>
/// Leaves signals to the program: the usual lifetime catches Ctrl-C and SIGTERM for each server and so keeps a test runner alive
/// that was told to end.
/// </summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
