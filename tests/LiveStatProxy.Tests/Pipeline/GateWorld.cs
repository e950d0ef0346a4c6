using LiveStatProxy.Demo;
using LiveStatProxy.Rollout;

namespace LiveStatProxy.Tests.Pipeline;

/// <summary>A world whose manager's clock stands, with the proxy in mode Manager and in mode Prometheus.</summary>
public sealed class GateWorld : IAsyncLifetime
{
    private DemoWorld? _world;
    private GateProxy? _manager;
    private GateProxy? _prometheus;

    public DemoWorld World => _world!;

    public GateProxy InModeManager => _manager!;

    public GateProxy InModePrometheus => _prometheus!;

    public async ValueTask InitializeAsync()
    {
        _world = await DemoWorld.StartAsync(new DemoWorldOptions { Time = new FrozenTime() }, TestContext.Current.CancellationToken);
        _manager = await StartProxyAsync(LiveStatVariant.Manager);
        _prometheus = await StartProxyAsync(LiveStatVariant.Prometheus);
    }

    public Task<GateProxy> StartProxyAsync(LiveStatVariant variant, params string[] overrides) =>
        StartProxyAsync(variant, World.Prometheus.Address, overrides);

    public Task<GateProxy> StartProxyAsync(LiveStatVariant variant, Uri prometheus, params string[] overrides) =>
        GateProxy.StartAsync(variant, World.Manager.Address, prometheus, World.SignerOf(World.World.Superadmin), overrides);

    public async ValueTask DisposeAsync()
    {
        await using (_world)
        await using (_manager)
        await using (_prometheus)
        {
        }
    }
}
