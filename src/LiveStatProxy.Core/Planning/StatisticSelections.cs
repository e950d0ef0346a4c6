using LiveStatProxy.Core.Documents;
using LiveStatProxy.Core.Json;

namespace LiveStatProxy.Core.Planning;

/// <summary>What becomes of a selection of a statistic.</summary>
public enum SelectionTreatment
{
    /// <summary>Replaced by the kernel's id.</summary>
    Replaced,

    /// <summary>Kept, with a companion in front of it.</summary>
    Companion,

    /// <summary>A kernel's, in an operation that is not translated.</summary>
    Left,

    /// <summary>Not a kernel's, by the schema.</summary>
    NotAKernel,

    /// <summary>Somewhere that the schema does not know.</summary>
    UnknownType,
}

/// <summary>A selection of a field with a statistic's name, for people.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column in UTF-16 units, from 1.</param>
/// <param name="ResponseKey">The key under which the response carries it.</param>
/// <param name="Field">The field's name.</param>
/// <param name="ParentType">The type around it; null where the schema does not know.</param>
/// <param name="Treatment">What becomes of it.</param>
public sealed record StatisticSelection(int Line, int Column, string ResponseKey, string Field, string? ParentType, SelectionTreatment Treatment);

/// <summary>Lists every place of a document that looks like a statistic, with its type and what the plan does to it. A look aside: planning does not need it.</summary>
public sealed class StatisticSelections(ManagerSchema schema)
{
    private static readonly string[] AlwaysOfInterest = ["live_stat", "last_stat"];

    private readonly HashSet<string> _names =
        [.. AlwaysOfInterest, .. schema.KernelTypes.SelectMany(kernel => kernel.Statistics.Keys)];

    /// <summary>Lists them in the order of the text; nothing when the text is no document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="plan">Its plan.</param>
    public IReadOnlyList<StatisticSelection> List(string text, TranslationPlan plan)
    {
        if (DocumentParser.TryParse(text, out var document) != DocumentFault.None)
        {
            return [];
        }

        var found = new List<(Field Field, string? ParentType)>();
        foreach (var operation in document!.Operations)
        {
            Collect(operation.Selections, schema.RootOf(operation.Type), found);
        }

        foreach (var fragment in document.Fragments)
        {
            Collect(fragment.Selections, fragment.TypeCondition, found);
        }

        var edits = plan.Replacement?.Edits ?? [];
        return [.. found.OrderBy(entry => entry.Field.Start).Select(entry => Describe(text, entry.Field, entry.ParentType, edits))];
    }

    private void Collect(IReadOnlyList<Selection> selections, string? type, List<(Field Field, string? ParentType)> found)
    {
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case Field field when _names.Contains(field.Name):
                    found.Add((field, type));
                    break;
                case Field { Selections: { } below } field:
                    Collect(below, schema.TypeOf(type, field.Name), found);
                    break;
                case InlineFragment inline:
                    Collect(inline.Selections, inline.TypeCondition ?? type, found);
                    break;
            }
        }
    }

    private StatisticSelection Describe(string text, Field field, string? type, IReadOnlyList<TextEdit> edits)
    {
        var before = text.AsSpan(0, field.Start);
        return new StatisticSelection(
            before.Count('\n') + 1, field.Start - before.LastIndexOf('\n'), field.ResponseKey, field.Name, type, TreatmentOf(field, type, edits));
    }

    private SelectionTreatment TreatmentOf(Field field, string? type, IReadOnlyList<TextEdit> edits)
    {
        if (type is null)
        {
            return SelectionTreatment.UnknownType;
        }

        if (schema.KernelTypeOf(type)?.Statistics.ContainsKey(field.Name) != true)
        {
            return SelectionTreatment.NotAKernel;
        }

        // A companion stands in front of the selection; an id takes the place of the name, or goes behind it.
        return edits.Any(edit => edit.Start == field.Start && edit.Length == 0) ? SelectionTreatment.Companion
            : edits.Any(edit => edit.Start >= field.NameStart && edit.Start <= field.NameStart + field.Name.Length) ? SelectionTreatment.Replaced
            : SelectionTreatment.Left;
    }
}
