namespace LiveStatProxy.Demo.World;

/// <summary>
/// What one kernel uses, at any moment: the one model behind what its agent exports and what the manager shows, so that both
/// tell of the same work.
/// </summary>
public sealed class KernelLoad
{
    private const double FirstMeasurementSeconds = 5;
    private readonly DateTimeOffset _startedAt;
    private readonly Dictionary<string, Wave> _waves = [];
    private readonly Dictionary<string, double> _capacities = [];

    /// <param name="startedAt">When the kernel's container started.</param>
    /// <param name="cores">CPU cores that it was given.</param>
    /// <param name="memoryBytes">Memory that it was given.</param>
    /// <param name="gpus">GPUs that it was given.</param>
    /// <param name="random">Where its habits come from.</param>
    public KernelLoad(DateTimeOffset startedAt, int cores, long memoryBytes, int gpus, Random random)
    {
        _startedAt = startedAt;
        Metrics = gpus > 0 ? [.. Metric.OfEveryKernel, .. Metric.OfGpuKernels] : Metric.OfEveryKernel;

        var cpu = Habit(cores * 1000 * Between(0.1, 0.6));
        _waves[Metric.CpuUsed.Name] = cpu;
        _waves[Metric.CpuUtil.Name] = cpu;
        _waves[Metric.Mem.Name] = Habit(memoryBytes * Between(0.2, 0.6));
        _waves[Metric.IoRead.Name] = Habit(Between(1e3, 5e6));
        _waves[Metric.IoWrite.Name] = Habit(Between(1e3, 5e6));
        _waves[Metric.IoScratchSize.Name] = Habit(Between(1e6, 4e9));
        _waves[Metric.NetRx.Name] = Habit(Between(1e2, 2e6));
        _waves[Metric.NetTx.Name] = Habit(Between(1e2, 2e6));
        _waves[Metric.CudaMem.Name] = Habit(gpus * 40e9 * Between(0.2, 0.6));
        _waves[Metric.CudaUtil.Name] = Habit(Between(10, 60));

        _capacities[Metric.CpuUtil.Name] = 1000;
        _capacities[Metric.Mem.Name] = memoryBytes;
        _capacities[Metric.CudaMem.Name] = gpus * 40e9;
        _capacities[Metric.CudaUtil.Name] = 100;
        foreach (var metric in Metrics.Where(metric => metric.IsUnbounded))
        {
            _capacities[metric.Name] = Measure(metric, startedAt.AddSeconds(FirstMeasurementSeconds));
        }

        double Between(double least, double most) => least + (random.NextDouble() * (most - least));

        Wave Habit(double mean) => new(mean, Between(0.2, 0.6), Between(120, 600), Between(0, Math.Tau));
    }

    /// <summary>What is measured of this kernel.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>When the kernel's container started.</summary>
    public DateTimeOffset StartedAt => _startedAt;

    /// <summary>The raw measurement at <paramref name="moment"/>: since the start for cumulative metrics, else as it stands.</summary>
    public double Measure(Metric metric, DateTimeOffset moment)
    {
        var seconds = Math.Max(0, (moment - _startedAt).TotalSeconds);
        var wave = _waves[metric.Name];
        return Math.Round(metric.IsCumulative ? wave.SumTo(seconds) : wave.At(seconds), metric.UnitHint is "msec" or "percent" ? 3 : 0);
    }

    /// <summary>The capacity as agents report it; null where they report none.</summary>
    public double? Capacity(Metric metric) => _capacities.TryGetValue(metric.Name, out var capacity) ? capacity : null;
}
