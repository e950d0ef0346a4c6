using System.Collections.Frozen;

namespace LiveStatProxy.Demo.World;

/// <summary>A container metric as agents measure it.</summary>
/// <param name="Name">The label <c>container_metric_name</c>.</param>
/// <param name="UnitHint">As agents declare it.</param>
/// <param name="IsCumulative">Whether the measurement only ever grows.</param>
/// <param name="ShowsRate">Whether agents show the rate and not the measurement as <c>current</c>.</param>
/// <param name="Statistics">Which of <c>stats.*</c> agents of the Valkey era declare for it.</param>
public sealed record Metric(string Name, string UnitHint, bool IsCumulative, bool ShowsRate, params IReadOnlyList<string> Statistics)
{
    /// <summary>CPU time in milliseconds.</summary>
    public static readonly Metric CpuUsed = new("cpu_used", "msec", true, false);

    /// <summary>CPU time in milliseconds, shown per second: 1000 is one full core.</summary>
    public static readonly Metric CpuUtil = new("cpu_util", "percent", true, true, "avg", "max");

    /// <summary>Resident memory in bytes.</summary>
    public static readonly Metric Mem = new("mem", "bytes", false, false, "max");

    /// <summary>Bytes read from disks.</summary>
    public static readonly Metric IoRead = new("io_read", "bytes", true, false, "rate");

    /// <summary>Bytes written to disks.</summary>
    public static readonly Metric IoWrite = new("io_write", "bytes", true, false, "rate");

    /// <summary>Bytes in the scratch folder.</summary>
    public static readonly Metric IoScratchSize = new("io_scratch_size", "bytes", false, false, "max");

    /// <summary>Bytes received, shown per second.</summary>
    public static readonly Metric NetRx = new("net_rx", "bps", true, true);

    /// <summary>Bytes sent, shown per second.</summary>
    public static readonly Metric NetTx = new("net_tx", "bps", true, true);

    /// <summary>GPU memory in bytes.</summary>
    public static readonly Metric CudaMem = new("cuda_mem", "bytes", false, false, "max");

    /// <summary>GPU utilisation in percent.</summary>
    public static readonly Metric CudaUtil = new("cuda_util", "percent", false, false, "avg", "max");

    /// <summary>What every kernel has, in the order in which agents gather it.</summary>
    public static IReadOnlyList<Metric> OfEveryKernel { get; } = [CpuUsed, CpuUtil, Mem, IoRead, IoWrite, IoScratchSize, NetRx, NetTx];

    /// <summary>What a kernel with GPUs has on top.</summary>
    public static IReadOnlyList<Metric> OfGpuKernels { get; } = [CudaMem, CudaUtil];

    private static readonly FrozenSet<string> Unbounded = FrozenSet.Create("io_read", "io_write", "net_rx", "net_tx");

    /// <summary>Whether its capacity has no meaning: agents leave the first measurement there.</summary>
    public bool IsUnbounded => Unbounded.Contains(Name);
}
