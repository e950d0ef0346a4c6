namespace LiveStatProxy.Demo.World;

/// <summary>A machine that runs kernels.</summary>
/// <param name="Id">As in the label <c>agent_id</c>: <c>i-…</c>.</param>
/// <param name="Address">Where the manager reaches it.</param>
/// <param name="ExportsPercent">Whether it is one of the agents that export <c>value_type="pct"</c> too.</param>
/// <param name="FirstContact">When it joined.</param>
public sealed record Agent(string Id, string Address, bool ExportsPercent, DateTimeOffset FirstContact)
{
    /// <summary>The kernels placed here.</summary>
    public List<Kernel> Kernels { get; } = [];
}

/// <summary>A container image.</summary>
/// <param name="Id">The image's UUID.</param>
/// <param name="Registry">The registry's host.</param>
/// <param name="Namespace">The path in the registry.</param>
/// <param name="BaseName">The last part of the path.</param>
/// <param name="Tag">The tag.</param>
public sealed record Image(Guid Id, string Registry, string Namespace, string BaseName, string Tag)
{
    /// <summary>The canonical name with the tag.</summary>
    public string Reference => $"{Registry}/{Namespace}:{Tag}";
}

/// <summary>A virtual folder that sessions mount.</summary>
/// <param name="Id">The folder's UUID.</param>
/// <param name="Name">May hold any character.</param>
/// <param name="Owner">Whose it is.</param>
public sealed record VirtualFolder(Guid Id, string Name, User Owner);
