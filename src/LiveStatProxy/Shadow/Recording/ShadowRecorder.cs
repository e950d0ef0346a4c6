using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Rollout.Guardrails;
using LiveStatProxy.Shadow.Comparing;

namespace LiveStatProxy.Shadow.Recording;

/// <summary>Takes every comparison to whoever wants to know: metrics, the tally of the report, the guardrail, the log and the file.</summary>
public sealed class ShadowRecorder(BoundedNames names, ShadowMetrics metrics, ShadowTally tally, IComparisonSink guardrail, MismatchLog log, ComparisonFile file)
{
    /// <summary>Records comparisons of the manager with Prometheus.</summary>
    public async Task RecordAsync(IReadOnlyList<KernelComparison> kernels, CancellationToken cancellationToken)
    {
        foreach (var kernel in kernels)
        {
            metrics.CountKernel();
            foreach (var comparison in kernel.Fields)
            {
                Record(kernel, comparison);
            }
        }

        tally.Add(kernels, names);
        guardrail.Count(
            CountOf(kernels, ComparisonResult.Equal) + CountOf(kernels, ComparisonResult.WithinTolerance), CountOf(kernels, ComparisonResult.Mismatch));
        if (file.IsWanted)
        {
            var records = kernels.SelectMany(kernel => kernel.Fields.Select(comparison => ComparisonRecord.Of(kernel, comparison)));
            await file.WriteAsync([.. records], cancellationToken);
        }
    }

    /// <summary>Records comparisons of Prometheus with itself.</summary>
    public void RecordNoise(IReadOnlyList<FieldComparison> comparisons)
    {
        foreach (var comparison in comparisons)
        {
            metrics.CountNoise(names.KeyOf(comparison), comparison);
        }

        tally.AddNoise(comparisons, names);
    }

    private static int CountOf(IReadOnlyList<KernelComparison> kernels, ComparisonResult result) =>
        kernels.Sum(kernel => kernel.Fields.Count(comparison => comparison.Result == result));

    private void Record(KernelComparison kernel, FieldComparison comparison)
    {
        var key = names.KeyOf(comparison);
        metrics.Count(key, comparison);
        if (comparison.Result == ComparisonResult.Mismatch)
        {
            log.Write(key, ComparisonRecord.Of(kernel, comparison));
        }
    }
}
