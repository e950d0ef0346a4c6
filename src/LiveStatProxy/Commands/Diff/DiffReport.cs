using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Commands.Diff;

/// <summary>Statistics of all kernels of an answer, by both sides.</summary>
internal sealed record DiffReport(IReadOnlyList<KernelDiff> Kernels)
{
    /// <summary>Whether nothing differs by more than is allowed or known.</summary>
    public bool IsMatch => Kernels.SelectMany(kernel => kernel.Rows).All(row => row.Result != ComparisonResult.Mismatch);

    /// <summary>How many values there are of each result.</summary>
    public IReadOnlyDictionary<ComparisonResult, int> Counts =>
        Kernels.SelectMany(kernel => kernel.Rows).CountBy(row => row.Result).ToDictionary(count => count.Key, count => count.Value);
}

/// <summary>A kernel.</summary>
internal sealed record KernelDiff(Guid Kernel, IReadOnlyList<DiffRow> Rows);

/// <summary>A field of a metric; <c>*</c> stands for a metric, or a kernel, as a whole.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Field">The field.</param>
/// <param name="Manager">The manager's value; null where it has none.</param>
/// <param name="Prometheus">Prometheus' value; null where it has none.</param>
/// <param name="RelativeDifference">Prometheus' less the manager's, as a share of the larger; null where no two numbers are compared.</param>
/// <param name="Result">What to think of it.</param>
/// <param name="Why">The rule that expects it, or why it was skipped.</param>
internal sealed record DiffRow(
    string Metric, string Field, string? Manager, string? Prometheus, double? RelativeDifference, ComparisonResult Result, string? Why)
{
    public static DiffRow Of(FieldComparison comparison) => new(
        comparison.Metric,
        comparison.Field,
        comparison.Manager.Text,
        comparison.Prometheus.Text,
        comparison.RelativeDifference,
        comparison.Result,
        comparison.Rule?.Name ?? comparison.Skip?.ToString());
}
