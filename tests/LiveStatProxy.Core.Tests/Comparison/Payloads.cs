using System.Text.Json;
using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Core.Tests.Comparison;

/// <summary>Payloads as they stand in a response: JSON within a JSON string.</summary>
internal static class Payloads
{
    /// <summary>A healthy kernel as a manager of the Valkey era has it.</summary>
    public const string Manager = """
        {
          "cpu_used": {"current": "1200000", "capacity": "4000", "pct": "30000.00", "unit_hint": "msec"},
          "cpu_util": {"current": "4000", "capacity": "1000", "pct": "400.00", "unit_hint": "percent", "stats.avg": "900.25", "stats.max": "8000"},
          "io_read": {"current": "5000000", "capacity": "12", "pct": "0.00", "unit_hint": "bytes", "stats.rate": "1000"},
          "mem": {"current": "1073741824", "capacity": "4294967296", "pct": "25.00", "unit_hint": "bytes", "stats.max": "3000000000"},
          "net_rx": {"current": "2000", "capacity": null, "pct": "0.00", "unit_hint": "bps"}
        }
        """;

    /// <summary>The same kernel from Prometheus, some seconds off.</summary>
    public const string Prometheus = """
        {
          "cpu_used": {"current": "1290000", "capacity": "9223372036854775807", "pct": "0.00", "unit_hint": "msec", "stats.min": "0", "stats.max": "1290000", "stats.sum": "0", "stats.avg": "1000000", "stats.diff": "0", "stats.rate": "0", "stats.version": null},
          "cpu_util": {"current": "3900.5", "capacity": "1000", "pct": "390.05", "unit_hint": "percent", "stats.min": "3700", "stats.max": "4100", "stats.sum": "0", "stats.avg": "3900", "stats.diff": "3900.5", "stats.rate": "0", "stats.version": null},
          "io_read": {"current": "5000000", "capacity": "9223372036854775807", "pct": "0.00", "unit_hint": "bytes", "stats.min": "0", "stats.max": "5000000", "stats.sum": "0", "stats.avg": "5000000", "stats.diff": "0", "stats.rate": "990.5", "stats.version": null},
          "mem": {"current": "1090000000", "capacity": "4294967296", "pct": "25.38", "unit_hint": "bytes", "stats.min": "1", "stats.max": "1100000000", "stats.sum": "0", "stats.avg": "1090000000", "stats.diff": "0", "stats.rate": "0", "stats.version": null},
          "net_rx": {"current": "1999.123", "capacity": "9223372036854775807", "pct": "0.00", "unit_hint": "bps", "stats.min": "0", "stats.max": "2100", "stats.sum": "0", "stats.avg": "2000", "stats.diff": "0", "stats.rate": "1999.123", "stats.version": null}
        }
        """;

    public static readonly DateOnly Today = new(2026, 8, 1);

    public static LiveStatComparer Comparer => new(new ToleranceTable(DefaultTolerances.Rules), DefaultExpectedDifferences.Rules);

    public static KernelPayload Parse(string content) => KernelPayload.Parse(JsonSerializer.SerializeToUtf8Bytes(content));

    public static IReadOnlyList<FieldComparison> Compare(string manager, string prometheus, bool isNew = false, bool hasErrors = false) =>
        Comparer.Compare(Parse(manager), Parse(prometheus), new ComparisonContext(Today, isNew, hasErrors));

    public static FieldComparison Of(this IReadOnlyList<FieldComparison> comparisons, string metric, string field) =>
        Assert.Single(comparisons, comparison => comparison.Metric == metric && comparison.Field == field);

    /// <summary>A comparison of two numbers, as the comparer makes them.</summary>
    public static FieldComparison Numbers(double manager, double prometheus, double allowed = 0) =>
        new("m", "current", Math.Abs(manager - prometheus) is var difference && difference == 0 ? ComparisonResult.Equal
            : difference <= allowed ? ComparisonResult.WithinTolerance
            : ComparisonResult.Mismatch)
        {
            Kind = Math.Abs(manager - prometheus) <= allowed ? null : MismatchKind.Value,
            Manager = new FieldValue(FieldValueKind.Number, manager, "…"),
            Prometheus = new FieldValue(FieldValueKind.Number, prometheus, "…"),
            Allowed = new Allowance(allowed, 0),
        };
}
