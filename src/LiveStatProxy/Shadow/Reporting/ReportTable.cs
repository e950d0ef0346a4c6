using System.Globalization;
using LiveStatProxy.Core.Comparison;
using Spectre.Console;

namespace LiveStatProxy.Shadow.Reporting;

/// <summary>Shows the report to people.</summary>
internal static class ReportTable
{
    private static readonly string[] NumberColumns =
        ["equal", "within", "expected", "mismatch", "skipped", "typical", "worst", "bias", "noise", "beyond noise"];

    public static void Print(IAnsiConsole console, ShadowReport report)
    {
        PrintVerdict(console, report);
        PrintFields(console, report.Fields);
        PrintExamples(console, report.Fields);
        PrintAside(console, report);
    }

    private static void PrintVerdict(IAnsiConsole console, ShadowReport report)
    {
        var colour = report.Verdict.Readiness switch
        {
            Readiness.Ready => "green",
            Readiness.NotReady => "red",
            _ => "yellow",
        };
        console.MarkupLineInterpolated($"Safe to promote? [{colour} bold]{report.Verdict.Readiness.Word().Replace('-', ' ')}[/]");
        foreach (var reason in report.Verdict.Reasons)
        {
            console.MarkupLineInterpolated($"  - {reason}");
        }

        if (report.First is null)
        {
            return;
        }

        console.WriteLine(Text($"{report.Results.Total} comparisons of {report.Kernels} kernels from {report.First:u} to {report.Last:u}: {report.Results.Equal} equal, {report.Results.WithinTolerance} within tolerance, {report.Results.Expected} expected, {report.Results.Mismatch} mismatches, {report.Results.Skipped} skipped."));
        console.WriteLine(Text($"Prometheus against itself: {report.Noise.Mismatches} of {report.Noise.Comparisons} mismatch."));
    }

    private static void PrintFields(IAnsiConsole console, IReadOnlyList<FieldReport> fields)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("metric", "field", "result")
            .AddColumns([.. NumberColumns.Select(name => new TableColumn(name).RightAligned())]);
        foreach (var field in fields.OrderByDescending(field => field.MismatchesBeyondNoise.Lower).ThenByDescending(field => field.Results.Mismatch))
        {
            table.AddRow(Row(field));
        }

        console.Write(table);
    }

    private static string[] Row(FieldReport field) =>
    [
        Markup.Escape(field.Metric),
        Markup.Escape(field.Field),
        field.Results.Mismatch > 0 ? "[red]differs[/]" : "[green]matches[/]",
        Text($"{field.Results.Equal}"),
        Text($"{field.Results.WithinTolerance}"),
        Text($"{field.Results.Expected}"),
        Text($"{field.Results.Mismatch}"),
        Text($"{field.Results.Skipped}"),
        Text($"{field.TypicalDifference:P1}"),
        Text($"{field.WorstDifference:P1}"),
        Text($"{field.Bias.Share:+0 %;-0 %;0 %}"),
        Text($"{field.Noise.Mismatches}/{field.Noise.Comparisons}"),
        Text($"{Math.Max(0, field.MismatchesBeyondNoise.Share):P1}"),
    ];

    private static void PrintExamples(IAnsiConsole console, IReadOnlyList<FieldReport> fields)
    {
        var examples = fields.SelectMany(field => field.Examples).ToList();
        if (examples.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).Title("Mismatches, the latest of each")
            .AddColumns("at", "kernel", "metric", "field", "manager", "Prometheus", "difference", "allowed");
        foreach (var example in examples)
        {
            table.AddRow(
                Text($"{example.At:HH:mm:ss}"),
                Text($"{example.Kernel}"),
                Markup.Escape(example.Metric),
                Markup.Escape(example.Field),
                Markup.Escape(example.Manager ?? "(missing)"),
                Markup.Escape(example.Prometheus ?? "(missing)"),
                Text($"{example.Difference:0.###}"),
                Text($"{example.Allowed:0.###}"));
        }

        console.Write(table);
    }

    private static void PrintAside(IAnsiConsole console, ShadowReport report)
    {
        PrintCounts(console, "Expected", report.Expected.Where(rule => rule.Count > 0).Select(rule => (rule.Name, rule.Count)));
        PrintCounts(console, "Skipped", report.Skipped.Select(entry => (entry.Key, entry.Value)));
        PrintCounts(console, "Not compared", report.Dropped.Select(entry => (entry.Key, entry.Value)));
    }

    private static void PrintCounts(IAnsiConsole console, string title, IEnumerable<(string Name, long Count)> counts)
    {
        var some = counts.Where(entry => entry.Count > 0).Select(entry => $"{entry.Name} {entry.Count}").ToList();
        if (some.Count > 0)
        {
            console.WriteLine($"{title}: {string.Join(", ", some)}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
