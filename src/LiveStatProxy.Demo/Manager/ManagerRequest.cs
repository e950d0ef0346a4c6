using GraphQL;
using LiveStatProxy.Demo.Manager.Statistics;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager;

/// <summary>What the resolvers of one request share: who asks, and what he may see.</summary>
internal sealed class ManagerRequest(SampleWorld world, User caller, ValkeyStatistics statistics)
{
    /// <summary>Whose keypair signed the request.</summary>
    public User Caller => caller;

    /// <summary>The whole world; ask <see cref="Sessions"/> and <see cref="Kernels"/> for what the caller may see.</summary>
    public SampleWorld World => world;

    /// <summary>The manager's own statistics.</summary>
    public ValkeyStatistics Statistics => statistics;

    /// <summary>The sessions that the caller may see.</summary>
    public IEnumerable<Session> Sessions =>
        caller.SeesEverything ? world.Sessions : world.Sessions.Where(session => session.Owner == caller);

    /// <summary>The kernels that the caller may see.</summary>
    public IEnumerable<Kernel> Kernels => Sessions.SelectMany(session => session.Kernels);

    /// <summary>The agents, for those who may see them.</summary>
    /// <exception cref="ExecutionError">The caller is an ordinary user.</exception>
    public IReadOnlyList<Agent> Agents =>
        caller.SeesEverything ? world.Agents : throw new ExecutionError("Forbidden operation. (agents are for admins)");
}
