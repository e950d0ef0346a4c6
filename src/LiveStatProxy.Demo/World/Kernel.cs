namespace LiveStatProxy.Demo.World;

/// <summary>A kernel: one container of a session.</summary>
public sealed class Kernel
{
    /// <summary>The kernel's UUID, the label <c>kernel_id</c> of its series.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session that it belongs to.</summary>
    public required Session Session { get; init; }

    /// <summary>Its place in the cluster, from 0.</summary>
    public required int ClusterIndex { get; init; }

    /// <summary>What it runs.</summary>
    public required Image Image { get; init; }

    /// <summary>Where it runs or ran; null while it waits.</summary>
    public Agent? Agent { get; init; }

    /// <summary>When its container started; null while it waits.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What it uses; null where there are no statistics: not started yet, or finished long ago.</summary>
    public KernelLoad? Load { get; init; }

    /// <summary>CPU cores that it was given.</summary>
    public required int Cores { get; init; }

    /// <summary>Memory that it was given, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>GPUs that it was given.</summary>
    public required int Gpus { get; init; }

    /// <summary><c>main</c> or <c>sub</c>.</summary>
    public string ClusterRole => ClusterIndex == 0 ? "main" : "sub";

    /// <summary>The host name within the cluster: <c>main1</c>, <c>sub1</c>, <c>sub2</c>, …</summary>
    public string ClusterHostname => ClusterIndex == 0 ? "main1" : $"sub{ClusterIndex}";

    /// <summary>The container's id, 64 hexadecimal digits; null while it waits.</summary>
    public string? ContainerId => StartedAt is null ? null : $"{Id:N}{Session.Id:N}";
}
