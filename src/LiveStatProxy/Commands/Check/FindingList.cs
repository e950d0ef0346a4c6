using Spectre.Console;

namespace LiveStatProxy.Commands.Check;

/// <summary>Shows findings to people.</summary>
internal static class FindingList
{
    public static void Print(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var (colour, sign) = finding.Level switch
            {
                FindingLevel.Ok => ("green", "ok      "),
                FindingLevel.Warning => ("yellow", "warning "),
                _ => ("red", "FAILURE "),
            };
            console.MarkupLineInterpolated($"[{colour}]{sign}[/] [bold]{finding.About}[/]: {finding.Text}");
            if (finding.Hint is { } hint)
            {
                console.MarkupLineInterpolated($"         [grey]→ {hint}[/]");
            }
        }
    }
}
