namespace LiveStatProxy.Demo.World;

/// <summary>Everything that the sample manager knows: users, agents, sessions and their kernels.</summary>
public sealed class SampleWorld
{
    /// <summary>The project that all sessions belong to.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>Superadmin first, then the domain's admin, then the ordinary users.</summary>
    public required IReadOnlyList<User> Users { get; init; }

    /// <summary>The agents.</summary>
    public required IReadOnlyList<Agent> Agents { get; init; }

    /// <summary>The images.</summary>
    public required IReadOnlyList<Image> Images { get; init; }

    /// <summary>Running sessions, then one that waits and one that finished long ago.</summary>
    public required IReadOnlyList<Session> Sessions { get; init; }

    /// <summary>Every kernel of every session.</summary>
    public IEnumerable<Kernel> Kernels => Sessions.SelectMany(session => session.Kernels);

    /// <summary>The kernels that have statistics.</summary>
    public IEnumerable<Kernel> RunningKernels => Kernels.Where(kernel => kernel.Load is not null);

    /// <summary>The user who sees everything.</summary>
    public User Superadmin => Users[0];

    /// <summary>The first ordinary user, who sees only his own sessions.</summary>
    public User FirstUser => Users[2];
}
