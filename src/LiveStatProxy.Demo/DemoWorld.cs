using LiveStatProxy.Demo.Agents;
using LiveStatProxy.Demo.Manager;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Demo.World;
using LiveStatProxy.Signing;

namespace LiveStatProxy.Demo;

/// <summary>The world around the proxy, running: a manager, agents that export, and a real Prometheus that scrapes them.</summary>
public sealed class DemoWorld : IAsyncDisposable
{
    private const string RateOfEveryKernel =
        """rate(backendai_container_utilization{container_metric_name="cpu_util",value_type="current"}[5m])""";

    private readonly DemoWorldOptions _options;
    private AgentFleet? _agents;
    private PrometheusServer? _prometheus;

    private DemoWorld(DemoWorldOptions options, SampleWorld world, SampleManager manager)
    {
        _options = options;
        World = world;
        Manager = manager;
    }

    /// <summary>Who and what there is.</summary>
    public SampleWorld World { get; }

    /// <summary>The manager.</summary>
    public SampleManager Manager { get; }

    /// <summary>Whether there are agents and a Prometheus.</summary>
    public bool HasPrometheus => _prometheus is not null;

    /// <summary>The agents' exporters.</summary>
    /// <exception cref="InvalidOperationException">The world was started without Prometheus.</exception>
    public AgentFleet Agents => _agents ?? throw new InvalidOperationException("This world has no agents.");

    /// <summary>The Prometheus server.</summary>
    /// <exception cref="InvalidOperationException">The world was started without Prometheus.</exception>
    public PrometheusServer Prometheus => _prometheus ?? throw new InvalidOperationException("This world has no Prometheus.");

    private List<string> Instances => [.. Agents.Exporters.Select(exporter => exporter.Instance)];

    /// <summary>Starts the world and waits until Prometheus has samples enough for rates.</summary>
    /// <exception cref="Hosting.ProgramMissingException">There is no Prometheus, and it could not be installed.</exception>
    /// <exception cref="IOException">The manager's port is in use.</exception>
    public static async Task<DemoWorld> StartAsync(DemoWorldOptions options, CancellationToken cancellationToken)
    {
        var world = WorldBuilder.Build(options.World, options.Time);
        var manager = await SampleManager.StartAsync(world, options.ManagerPort, options.Schema, options.Time, cancellationToken);
        var demo = new DemoWorld(options, world, manager);
        try
        {
            if (options.Prometheus is { } prometheus)
            {
                await demo.StartPrometheusAsync(prometheus, cancellationToken);
            }

            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs requests as <paramref name="user"/>.</summary>
    public RequestSigner SignerOf(User user) => new(user.AccessKey, user.SecretKey, _options.Time);

    /// <summary>Tells Prometheus of agents that came, went or moved, and waits until it scrapes them.</summary>
    public async Task RefreshTargetsAsync(CancellationToken cancellationToken)
    {
        await Prometheus.SetTargetsAsync(Instances, cancellationToken);
        await Prometheus.WaitForTargetsAsync(Instances, cancellationToken);
    }

    /// <summary>Stops everything and leaves nothing behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
        {
            await _prometheus.DisposeAsync();
        }

        if (_agents is not null)
        {
            await _agents.DisposeAsync();
        }

        await Manager.DisposeAsync();
    }

    private async Task StartPrometheusAsync(PrometheusServerOptions options, CancellationToken cancellationToken)
    {
        _agents = await AgentFleet.StartAsync(World, _options.Time, cancellationToken);
        _prometheus = await PrometheusServer.PrepareAsync(options, TimeProvider.System, cancellationToken);
        await FillHistoryAsync(cancellationToken);
        await Prometheus.SetTargetsAsync(Instances, cancellationToken);
        await Prometheus.StartAsync(cancellationToken);
        await Prometheus.WaitForTargetsAsync(Instances, cancellationToken);
        await Prometheus.WaitForSeriesAsync(RateOfEveryKernel, World.RunningKernels.Count(), cancellationToken);
    }

    private async Task FillHistoryAsync(CancellationToken cancellationToken)
    {
        if (_options.History <= TimeSpan.Zero)
        {
            return;
        }

        var file = Path.Combine(Prometheus.Folder, "history.om");
        await AgentHistory.WriteAsync(Agents.Exporters, _options.History, _options.HistoryStep, _options.Time.GetUtcNow(), file);
        await Prometheus.BackfillAsync(file, cancellationToken);
        File.Delete(file);
    }
}
