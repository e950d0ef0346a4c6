using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Agents;

/// <summary>The exporters of all agents, and what may happen to them.</summary>
public sealed class AgentFleet : IAsyncDisposable
{
    private readonly SampleWorld _world;
    private readonly TimeProvider _time;
    private readonly List<AgentExporter> _exporters = [];

    private AgentFleet(SampleWorld world, TimeProvider time)
    {
        _world = world;
        _time = time;
    }

    /// <summary>What is being exported; an agent may be here twice (see <see cref="AddInstanceAsync"/>).</summary>
    public IReadOnlyList<AgentExporter> Exporters => _exporters;

    /// <summary>Starts an exporter for each agent of <paramref name="world"/>.</summary>
    public static async Task<AgentFleet> StartAsync(SampleWorld world, TimeProvider time, CancellationToken cancellationToken)
    {
        var fleet = new AgentFleet(world, time);
        foreach (var agent in world.Agents)
        {
            await fleet.AddInstanceAsync(agent, cancellationToken);
        }

        return fleet;
    }

    /// <summary>The exporter that shows the kernel.</summary>
    public AgentExporter ExporterOf(Kernel kernel) => _exporters.First(exporter => exporter.Agent == kernel.Agent);

    /// <summary>Exports the agent's kernels under one more instance, as for a while after an agent has restarted.</summary>
    public async Task<AgentExporter> AddInstanceAsync(Agent agent, CancellationToken cancellationToken)
    {
        var exporter = await AgentExporter.StartAsync(agent, _world.ProjectId, _time, cancellationToken);
        _exporters.Add(exporter);
        return exporter;
    }

    /// <summary>Restarts the agent: its old instance is gone, a new one goes on with the same kernels.</summary>
    public async Task<AgentExporter> RestartAsync(Agent agent, CancellationToken cancellationToken)
    {
        var old = _exporters.First(exporter => exporter.Agent == agent);
        _exporters.Remove(old);
        await old.DisposeAsync();
        return await AddInstanceAsync(agent, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var exporter in _exporters)
        {
            await exporter.DisposeAsync();
        }
    }
}
