using System.Globalization;
using LiveStatProxy.Demo.Rollout;
using Spectre.Console;

namespace LiveStatProxy.Demo.Presentation;

/// <summary>A staged rollout: how many callers were on Prometheus at each stage, and who moved.</summary>
internal static class RolloutTable
{
    public static Table Build(IReadOnlyList<RolloutStage> stages, int callers)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"{callers} callers, one operation each per stage");
        table.AddColumns("stage", "on Prometheus", "share", "came in", "went back", "reasons");
        IReadOnlySet<string> before = new HashSet<string>();
        foreach (var stage in stages)
        {
            table.AddRow(
                stage.Name,
                stage.OnPrometheus.Count.ToString(CultureInfo.InvariantCulture),
                (stage.OnPrometheus.Count / (double)callers).ToString("P1", CultureInfo.InvariantCulture),
                stage.OnPrometheus.Except(before).Count().ToString(CultureInfo.InvariantCulture),
                before.Except(stage.OnPrometheus).Count().ToString(CultureInfo.InvariantCulture),
                string.Join(", ", stage.Reasons.OrderByDescending(reason => reason.Value).Select(reason => $"{reason.Value} {reason.Key}")));
            before = stage.OnPrometheus;
        }

        return table;
    }
}
