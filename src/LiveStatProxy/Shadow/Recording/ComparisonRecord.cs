using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow.Comparing;

namespace LiveStatProxy.Shadow.Recording;

/// <summary>One comparison as files and reports show it.</summary>
public sealed record ComparisonRecord(DateTimeOffset At, Guid Kernel, string Metric, string Field, ComparisonResult Result)
{
    /// <summary>In what way the sides do not match.</summary>
    public MismatchKind? Kind { get; init; }

    /// <summary>Why it was skipped.</summary>
    public SkipReason? Skip { get; init; }

    /// <summary>The rule by which the difference is expected.</summary>
    public string? Rule { get; init; }

    /// <summary>The manager's value.</summary>
    public string? Manager { get; init; }

    /// <summary>Prometheus' value.</summary>
    public string? Prometheus { get; init; }

    /// <summary>Prometheus' number less the manager's.</summary>
    public double? Difference { get; init; }

    /// <summary>The largest difference allowed.</summary>
    public double? Allowed { get; init; }

    /// <summary>The operation's name.</summary>
    public string? Operation { get; init; }

    /// <summary>The caller's hash.</summary>
    public string? Caller { get; init; }

    /// <summary>Makes the record of a comparison.</summary>
    public static ComparisonRecord Of(KernelComparison kernel, FieldComparison comparison) =>
        new(kernel.At, kernel.Kernel, BoundedNames.Cut(comparison.Metric), BoundedNames.Cut(comparison.Field), comparison.Result)
        {
            Kind = comparison.Kind,
            Skip = comparison.Skip,
            Rule = comparison.Rule?.Name,
            Manager = comparison.Manager.Text,
            Prometheus = comparison.Prometheus.Text,
            Difference = comparison.Difference,
            Allowed = comparison.Allowed?.Difference,
            Operation = kernel.OperationName is { } name ? BoundedNames.Cut(name) : null,
            Caller = kernel.Caller,
        };
}
