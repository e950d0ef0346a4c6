using System.Globalization;
using LiveStatProxy.Core.Planning;
using Spectre.Console;

namespace LiveStatProxy.Commands.Explain;

/// <summary>Shows an explanation to people.</summary>
internal static class ExplanationReport
{
    public static void Print(IAnsiConsole console, OperationExplanation explanation)
    {
        var (colour, verdict) = explanation.IsTranslated ? ("green", "translated") : ("yellow", "left as it is");
        console.MarkupLineInterpolated($"Operation [bold]{explanation.OperationName ?? "(anonymous)"}[/] is [{colour}]{verdict}[/] ({explanation.Reason}). {explanation.Sentence}");
        PrintSelections(console, explanation.Selections);
        if (explanation.Translated is { } translated)
        {
            PrintDifference(console, explanation.Original, translated);
            PrintQueries(console, explanation.PromQL);
        }

        if (explanation.Caller is { } caller)
        {
            PrintCaller(console, caller);
        }
    }

    private static void PrintSelections(IAnsiConsole console, IReadOnlyList<StatisticSelection> selections)
    {
        if (selections.Count == 0)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("place", "selection", "type", "what becomes of it");
        foreach (var selection in selections)
        {
            var name = selection.ResponseKey == selection.Field ? selection.Field : $"{selection.ResponseKey}: {selection.Field}";
            table.AddRow(
                string.Create(CultureInfo.InvariantCulture, $"{selection.Line}:{selection.Column}"),
                Markup.Escape(name),
                Markup.Escape(selection.ParentType ?? "?"),
                Describe(selection.Treatment));
        }

        console.Write(table);
    }

    private static string Describe(SelectionTreatment treatment) => treatment switch
    {
        SelectionTreatment.Replaced => "[green]answered from Prometheus; the manager is asked for the kernel's id instead[/]",
        SelectionTreatment.Companion => "[green]answered from Prometheus; the kernel's id is asked for beside it[/]",
        SelectionTreatment.Left => "[yellow]a kernel's, but the operation is left as it is[/]",
        SelectionTreatment.NotAKernel => "the manager's: this type is no kernel",
        _ => "the manager's: LiveStat:ManagerSchema does not know this type",
    };

    // Edits add no lines, so lines correspond.
    private static void PrintDifference(IAnsiConsole console, string original, string translated)
    {
        console.WriteLine();
        console.MarkupLine("[bold]What the manager gets[/]");
        foreach (var ((before, after), index) in original.Split('\n').Zip(translated.Split('\n')).Select((lines, index) => (lines, index)))
        {
            if (before != after)
            {
                console.MarkupLineInterpolated($"[grey]{index + 1,4}[/] [red]- {before.TrimEnd('\r')}[/]");
                console.MarkupLineInterpolated($"[grey]    [/] [green]+ {after.TrimEnd('\r')}[/]");
            }
        }
    }

    private static void PrintQueries(IAnsiConsole console, IReadOnlyDictionary<string, string> queries)
    {
        console.WriteLine();
        console.MarkupLine("[bold]What Prometheus is asked[/]");
        foreach (var (purpose, expression) in queries)
        {
            console.MarkupLineInterpolated($"  {purpose}: [blue]{expression}[/]");
        }
    }

    private static void PrintCaller(IAnsiConsole console, CallerExplanation caller)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"Caller [bold]{caller.AccessKey}[/] is at percentile {caller.Bucket.ToString("0.00", CultureInfo.InvariantCulture)} and gets the variant [bold]{caller.Variant}[/]. {caller.Note}");
    }
}
