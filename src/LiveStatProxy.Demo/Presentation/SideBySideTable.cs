using Spectre.Console;

namespace LiveStatProxy.Demo.Presentation;

/// <summary>Both answers in one table: a row per kernel and metric, the manager's value beside Prometheus'.</summary>
internal static class SideBySideTable
{
    private const int KernelsAtMost = 8;

    /// <summary>Builds the table for the first kernels of two answers that list the same kernels.</summary>
    public static Table Build(IReadOnlyList<KernelReading> manager, IReadOnlyList<KernelReading> prometheus)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("kernel", "metric");
        foreach (var field in (string[])["current", "pct", "stats.max"])
        {
            table.AddColumn(new TableColumn($"{field}\n[grey]manager[/]").RightAligned());
            table.AddColumn(new TableColumn($"{field}\n[green]Prometheus[/]").RightAligned());
        }

        foreach (var (before, after) in manager.Zip(prometheus).Take(KernelsAtMost))
        {
            AddKernel(table, before, after);
        }

        return manager.Count > KernelsAtMost ? table.Caption($"… and {manager.Count - KernelsAtMost} more kernels") : table;
    }

    private static void AddKernel(Table table, KernelReading manager, KernelReading prometheus)
    {
        var name = Markup.Escape($"{manager.Session}/{manager.Hostname}");
        var metrics = (manager.Metrics?.Keys ?? []).Union(prometheus.Metrics?.Keys ?? []).Order(StringComparer.Ordinal).ToList();
        if (metrics.Count == 0)
        {
            table.AddRow(name, "[grey]no statistics[/]");
        }

        foreach (var metric in metrics)
        {
            var before = manager.Metrics?.GetValueOrDefault(metric);
            var after = prometheus.Metrics?.GetValueOrDefault(metric);
            table.AddRow(
                name,
                Markup.Escape(metric),
                Show(before, before?.Current), Show(after, after?.Current),
                Percent(before), Percent(after),
                Show(before, before?.Maximum), Show(after, after?.Maximum));
            name = "";
        }

        table.AddEmptyRow();
    }

    private static string Show(MetricReading? reading, string? value) => reading?.Show(value) ?? "–";

    private static string Percent(MetricReading? reading) => reading?.Percent is { } percent ? $"{percent} %" : "–";
}
