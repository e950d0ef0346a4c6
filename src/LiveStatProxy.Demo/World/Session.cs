namespace LiveStatProxy.Demo.World;

/// <summary>A compute session: one kernel, or a cluster of them.</summary>
public sealed class Session
{
    /// <summary>The session's UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name, which <c>modify_compute_session</c> changes. May hold any character.</summary>
    public required string Name { get; set; }

    /// <summary>The scheduling priority, which <c>modify_compute_session</c> changes.</summary>
    public int Priority { get; set; } = 10;

    /// <summary>Whose session it is.</summary>
    public required User Owner { get; init; }

    /// <summary><c>RUNNING</c>, <c>PENDING</c>, <c>TERMINATED</c>, as the manager spells it.</summary>
    public required string Status { get; init; }

    /// <summary><c>interactive</c>, <c>batch</c>, <c>inference</c> or <c>system</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? TerminatedAt { get; init; }

    /// <summary>A free text that clients attach.</summary>
    public string? Tag { get; init; }

    /// <summary>The session that this one waited for.</summary>
    public Session? DependsOn { get; init; }

    /// <summary>What it mounts.</summary>
    public required IReadOnlyList<VirtualFolder> Folders { get; init; }

    /// <summary>Its kernels, the main one first.</summary>
    public List<Kernel> Kernels { get; } = [];

    /// <summary>Kernels on one agent or on several.</summary>
    public string ClusterMode => Kernels.Count > 1 ? "multi-node" : "single-node";
}
