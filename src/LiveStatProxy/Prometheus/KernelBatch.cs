namespace LiveStatProxy.Prometheus;

/// <summary>Kernels that go to Prometheus in one query of each kind, whoever wants them.</summary>
internal sealed class KernelBatch
{
    private readonly TaskCompletionSource<FetchedStatistics> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The kernels, in the order of the statistics.</summary>
    public List<Guid> Kernels { get; } = [];

    /// <summary>What Prometheus answered.</summary>
    public Task<FetchedStatistics> Completion => _completion.Task;

    /// <summary>Tells everybody who waits.</summary>
    public void Complete(FetchedStatistics statistics) => _completion.SetResult(statistics);
}

/// <summary>Where a kernel's statistics will be: in which batch, and where in it.</summary>
internal readonly record struct BatchPlace(KernelBatch Batch, int Position);
