using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Shadow;

/// <summary>Section <c>Shadow</c>: how the manager's values are compared with Prometheus', and what promotion asks for.</summary>
public sealed record ShadowOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Shadow";

    /// <summary>The share of callers whose responses are compared; always the same ones. Default 1, all.</summary>
    [Number(0, 1)]
    public double CallerShare { get; set; } = 1;

    /// <summary>The share of kernels that are compared; always the same ones. Default 1, all.</summary>
    [Number(0, 1)]
    public double KernelShare { get; set; } = 1;

    /// <summary>
    /// A kernel is compared at most once in this time, however often it is polled: a second look at the same samples teaches nothing. Default 10 s.
    /// </summary>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan KernelInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most kernels of one response that are compared. Default 200.</summary>
    [WholeNumber(1, 100_000)]
    public int MaxKernelsPerResponse { get; set; } = 200;

    /// <summary>The most responses that wait to be compared; more are dropped and counted. Default 256.</summary>
    [WholeNumber(1, 100_000)]
    public int QueueLimit { get; set; } = 256;

    /// <summary>The most bytes that they may hold together. Default 32 MiB.</summary>
    [WholeNumber(64 * 1024, 4L * 1024 * 1024 * 1024)]
    public long QueueBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How many responses are compared at a time. Default 2.</summary>
    [WholeNumber(1, 64)]
    public int Concurrency { get; set; } = 2;

    /// <summary>A response that waited longer is dropped and counted: its values are too old to be held to Prometheus'. Default 10 s.</summary>
    [Duration("00:00:01", "00:10:00")]
    public TimeSpan MaxLag { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after it was seen first a kernel without rates counts as starting. Default 5 min, the window of rates.</summary>
    [Duration("00:00:00", "01:00:00")]
    public TimeSpan StartingGrace { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The share of comparisons after which Prometheus is compared with itself, one freshness later. Default 0.1.</summary>
    [Number(0, 1)]
    public double NoiseShare { get; set; } = 0.1;

    /// <summary>The most mismatches of one metric and field that are logged in a minute. Default 6.</summary>
    [WholeNumber(0, 10_000)]
    public int LogsPerMinute { get; set; } = 6;

    /// <summary>The most names of metrics that get labels of their own in <c>/metrics</c> and rows in the report; others fold into <c>other</c>. Default 40.</summary>
    [WholeNumber(10, 1000)]
    public int MaxMetricNames { get; set; } = 40;

    /// <summary>A file to which every comparison is written, one JSON object a line; none by default.</summary>
    public string? File { get; set; }

    /// <summary>The file is put aside when it is larger. Default 64 MiB.</summary>
    [WholeNumber(64 * 1024, 16L * 1024 * 1024 * 1024)]
    public long FileBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many files are kept beside the one that is written. Default 4.</summary>
    [WholeNumber(0, 100)]
    public int FilesKept { get; set; } = 4;

    /// <summary>Tolerances that come before the defaults; the first that is for a metric and field counts.</summary>
    [Tolerances]
    public ToleranceOptions[] Tolerances { get; set; } = [];

    /// <summary>Whether what differs by design between managers of the Valkey era and newer ones is expected. Default true.</summary>
    public bool DefaultExpectedDifferences { get; set; } = true;

    /// <summary>Further differences that are expected.</summary>
    [ExpectedDifferences]
    public ExpectedDifferenceOptions[] ExpectedDifferences { get; set; } = [];

    /// <summary>The fewest comparisons for a verdict. Default 1000.</summary>
    [WholeNumber(1, long.MaxValue)]
    public long MinComparisons { get; set; } = 1000;

    /// <summary>The fewest kernels for a verdict. Default 5.</summary>
    [WholeNumber(1, 50_000)]
    public int MinKernels { get; set; } = 5;

    /// <summary>The shortest time from the first comparison to the last for a verdict. Default 10 min.</summary>
    [Duration("00:00:00", "30.00:00:00")]
    public TimeSpan MinDuration { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The fewest comparisons by which a single metric and field is judged. Default 50.</summary>
    [WholeNumber(1, long.MaxValue)]
    public long MinFieldComparisons { get; set; } = 50;

    /// <summary>The largest share of mismatches beyond noise among all comparisons. Default 0.01.</summary>
    [Number(0, 1)]
    public double MaxMismatchShare { get; set; } = 0.01;

    /// <summary>The largest share of mismatches beyond noise in a single metric and field. Default 0.05.</summary>
    [Number(0, 1)]
    public double MaxFieldMismatchShare { get; set; } = 0.05;

    /// <summary>How much larger or smaller Prometheus' numbers of a metric and field may be on the whole. Default 0.2.</summary>
    [Number(0, 100)]
    public double MaxBias { get; set; } = 0.2;

    /// <summary>The comparer that these options ask for.</summary>
    public LiveStatComparer CreateComparer() => new(
        new ToleranceTable(Tolerances.Select(tolerance => tolerance.ToRule()).Concat(DefaultTolerances.Rules)), CreateRules());

    /// <summary>The expected differences that these options ask for.</summary>
    public IReadOnlyList<ExpectedDifference> CreateRules() =>
        [.. ExpectedDifferences.Select(difference => difference.ToRule()), .. DefaultExpectedDifferences ? Core.Comparison.DefaultExpectedDifferences.Rules : []];

    /// <summary>What promotion asks for.</summary>
    public VerdictThresholds CreateThresholds() => new()
    {
        MinComparisons = MinComparisons,
        MinKernels = MinKernels,
        MinDuration = MinDuration,
        MinFieldComparisons = MinFieldComparisons,
        MaxMismatchShare = MaxMismatchShare,
        MaxFieldMismatchShare = MaxFieldMismatchShare,
        MaxBias = MaxBias,
    };
}
