namespace LiveStatProxy.Core.Comparison;

/// <summary>What came of a comparison.</summary>
public enum ComparisonResult
{
    /// <summary>The same.</summary>
    Equal,

    /// <summary>Different, by no more than the tolerance.</summary>
    WithinTolerance,

    /// <summary>Different, as a rule says.</summary>
    Expected,

    /// <summary>Different, and nothing explains it.</summary>
    Mismatch,

    /// <summary>Nothing could be learned.</summary>
    Skipped,
}

/// <summary>In what way two sides do not match.</summary>
public enum MismatchKind
{
    /// <summary>Both have a value of the same kind, and not the same one.</summary>
    Value,

    /// <summary>One side has nothing.</summary>
    Presence,

    /// <summary>One side has something that no client expects.</summary>
    Shape,
}

/// <summary>Why nothing could be learned of a kernel, or of a field.</summary>
public enum SkipReason
{
    /// <summary>The manager answered an error in the statistic's place.</summary>
    ManagerError,

    /// <summary>The manager is on Prometheus itself (26.4.4 and newer): comparing would be looking into a mirror.</summary>
    ManagerOnPrometheus,

    /// <summary>The kernel was seen first a moment ago, and one side has not measured it, or has no rate yet.</summary>
    KernelStarting,

    /// <summary>Prometheus did not answer.</summary>
    PrometheusUnavailable,
}

/// <summary>One field of one metric of one kernel, compared.</summary>
/// <param name="Metric">The metric; <see cref="PayloadFields.Whole"/> where the kernel was compared as a whole.</param>
/// <param name="Field">The field; <see cref="PayloadFields.Whole"/> where the metric was compared as a whole.</param>
/// <param name="Result">What came of it.</param>
public sealed record FieldComparison(string Metric, string Field, ComparisonResult Result)
{
    /// <summary>In what way the sides do not match, for a mismatch and for an expected difference.</summary>
    public MismatchKind? Kind { get; init; }

    /// <summary>Why it was skipped.</summary>
    public SkipReason? Skip { get; init; }

    /// <summary>The rule by which the difference is expected.</summary>
    public ExpectedDifference? Rule { get; init; }

    /// <summary>The manager's value.</summary>
    public FieldValue Manager { get; init; }

    /// <summary>Prometheus' value.</summary>
    public FieldValue Prometheus { get; init; }

    /// <summary>How far the numbers could be apart; null where no two numbers were compared.</summary>
    public Allowance? Allowed { get; init; }

    /// <summary>Whether a rule says that the two sides are by design of different size, so that the mean of differences says nothing.</summary>
    public bool HasMovedMean { get; init; }

    /// <summary>Whether two numbers were compared.</summary>
    public bool IsNumeric => Allowed is not null;

    /// <summary>Prometheus' number less the manager's; null where no two numbers were compared.</summary>
    public double? Difference => IsNumeric ? Prometheus.Number - Manager.Number : null;

    /// <summary>The difference as a share of the larger number, from -2 to 2; null where no two numbers were compared.</summary>
    public double? RelativeDifference =>
        Difference is not { } difference ? null
        : difference == 0 ? 0
        : difference / Math.Max(Math.Abs(Manager.Number), Math.Abs(Prometheus.Number));

    /// <summary>A kernel of which nothing could be learned.</summary>
    public static FieldComparison OfSkippedKernel(SkipReason reason) =>
        new(PayloadFields.Whole, PayloadFields.Whole, ComparisonResult.Skipped) { Skip = reason };
}
