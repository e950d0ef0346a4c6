namespace LiveStatProxy.Demo.World;

/// <summary>How large a world to make. The same options, at the same time, make the same world.</summary>
public sealed record WorldOptions
{
    /// <summary>The seed of every id, key and load. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Running kernels, spread over sessions of one, two and four nodes; every second session has GPUs. Default 9.</summary>
    public int Kernels { get; init; } = 9;

    /// <summary>Agents that the kernels run on. Default 2.</summary>
    public int Agents { get; init; } = 2;

    /// <summary>Ordinary users, beside the domain's admin and the superadmin. Default 2.</summary>
    public int Users { get; init; } = 2;
}
