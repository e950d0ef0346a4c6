using System.Globalization;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Demo.Shadow;
using LiveStatProxy.Shadow.Reporting;
using Spectre.Console;

namespace LiveStatProxy.Demo.Presentation;

/// <summary>What shadow mode said of healthy agents and of skewed ones.</summary>
internal static class ShadowFindingsTable
{
    public static Table Build(ShadowFindings findings)
    {
        var table = new Table().Border(TableBorder.Rounded).Title("Shadow: everyone gets the manager's values, compared with Prometheus'");
        table.AddColumns("agents", "comparisons", "equal", "within tolerance", "expected", "mismatches", "safe to promote?", "because");
        AddRow(table, "healthy", findings.Healthy);
        AddRow(table, string.Create(CultureInfo.InvariantCulture, $"{ShadowTrial.Metric} × {ShadowTrial.Factor}"), findings.Skewed);
        return table;
    }

    /// <summary>A mismatch as an operator sees it.</summary>
    public static string? Example(ShadowFindings findings) =>
        findings.Skewed.Fields.SelectMany(field => field.Examples).FirstOrDefault() is { } example
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"For example kernel {example.Kernel}: {example.Metric} {example.Field} is {example.Manager} for the manager and {example.Prometheus} for Prometheus; the difference {example.Difference} is beyond {example.Allowed:0}.")
            : null;

    private static void AddRow(Table table, string agents, ShadowReport report) => table.AddRow(
        new Text(agents),
        Number(report.Results.Total),
        Number(report.Results.Equal),
        Number(report.Results.WithinTolerance),
        Number(report.Results.Expected),
        Number(report.Results.Mismatch),
        new Markup(report.Verdict.Readiness switch
        {
            Readiness.Ready => "[green]ready[/]",
            Readiness.NotReady => "[red]not ready[/]",
            _ => "[yellow]not enough data[/]",
        }),
        new Text(string.Join('\n', report.Verdict.Reasons)));

    private static Text Number(long number) => new(number.ToString(CultureInfo.InvariantCulture));
}
