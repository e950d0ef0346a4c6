using LiveStatProxy.Demo;

namespace LiveStatProxy.Tests.Demo;

/// <summary>A small world without Prometheus: the manager alone.</summary>
public sealed class ManagerFixture : IAsyncLifetime
{
    private DemoWorld? _demo;

    public DemoWorld Demo => _demo!;

    public async ValueTask InitializeAsync() =>
        _demo = await DemoWorld.StartAsync(new DemoWorldOptions { Prometheus = null }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _demo?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>A small world with everything.</summary>
public sealed class DemoWorldFixture : IAsyncLifetime
{
    private DemoWorld? _demo;

    public DemoWorld Demo => _demo!;

    public async ValueTask InitializeAsync() =>
        _demo = await DemoWorld.StartAsync(new DemoWorldOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _demo?.DisposeAsync() ?? ValueTask.CompletedTask;
}
