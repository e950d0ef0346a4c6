using System.Globalization;
using LiveStatProxy.Core.Comparison;
using Spectre.Console;

namespace LiveStatProxy.Commands.Diff;

/// <summary>Shows a comparison to people: a row per kernel, metric and field.</summary>
internal static class DiffTable
{
    private static readonly string[] MainFields = [PayloadFields.Current, PayloadFields.Capacity, PayloadFields.Percentage];

    public static void Print(IAnsiConsole console, DiffReport report, bool showAll)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("kernel", "metric", "field");
        table.AddColumn(new TableColumn("manager").RightAligned());
        table.AddColumn(new TableColumn("Prometheus").RightAligned());
        table.AddColumn(new TableColumn("difference").RightAligned());
        table.AddColumn("result");
        foreach (var kernel in report.Kernels)
        {
            foreach (var row in kernel.Rows.Where(row => showAll || IsOfInterest(row)))
            {
                AddRow(table, kernel.Kernel, row);
            }
        }

        console.Write(table);
        console.MarkupLineInterpolated(
            $"{report.Kernels.Count} kernels: {string.Join(", ", report.Counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {Name(count.Key)}"))}.");
    }

    private static bool IsOfInterest(DiffRow row) =>
        MainFields.Contains(row.Field) || row.Result is ComparisonResult.Mismatch or ComparisonResult.Skipped;

    private static void AddRow(Table table, Guid kernel, DiffRow row)
    {
        var colour = row.Result switch
        {
            ComparisonResult.Mismatch => "red",
            ComparisonResult.Expected or ComparisonResult.Skipped => "yellow",
            _ => "green",
        };
        var why = row.Why is null ? "" : $" ({row.Why})";
        table.AddRow(
            kernel.ToString()[..8],
            Markup.Escape(row.Metric),
            Markup.Escape(row.Field),
            Markup.Escape(row.Manager ?? "–"),
            Markup.Escape(row.Prometheus ?? "–"),
            row.RelativeDifference is { } difference ? difference.ToString("+0.0 %;-0.0 %;0 %", CultureInfo.InvariantCulture) : "–",
            $"[{colour}]{Markup.Escape(Name(row.Result) + why)}[/]");
    }

    private static string Name(ComparisonResult result) => result switch
    {
        ComparisonResult.Equal => "equal",
        ComparisonResult.WithinTolerance => "within tolerance",
        ComparisonResult.Expected => "expected",
        ComparisonResult.Mismatch => "mismatch",
        _ => "skipped",
    };
}
