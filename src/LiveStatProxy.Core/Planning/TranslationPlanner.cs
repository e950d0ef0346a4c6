using LiveStatProxy.Core.Documents;
using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Core.Planning;

/// <summary>
/// Decides which selections of an operation are a kernel's statistics, and writes the operation that asks for the kernel's id there:
/// <list type="number">
/// <item>parse the text,</item>
/// <item>find the operation that would run,</item>
/// <item>walk all operations of the document with the schema's types (they share fragments, and the manager validates them all),</item>
/// <item>see which statistics meet other fields and need companions,</item>
/// <item>edit the text.</item>
/// </list>
/// </summary>
public sealed class TranslationPlanner(ManagerSchema schema, PlanningLimits limits)
{
    /// <summary>Plans an operation.</summary>
    /// <param name="query">The document, as the raw content of a JSON string in UTF-8.</param>
    /// <param name="operationName">The name of the operation to run, likewise; null where the request names none.</param>
    public TranslationPlan Plan(ReadOnlyMemory<byte> query, string? operationName)
    {
        // 1
        var text = JsonStringContent.Unescape(query.Span);
        switch (DocumentParser.TryParse(text, out var document))
        {
            case DocumentFault.Syntax:
                return TranslationPlan.Refuse(OutcomeReason.DocumentInvalid);
            case DocumentFault.TooDeep:
                return TranslationPlan.Refuse(OutcomeReason.DocumentOverLimits);
        }

        // 2
        if (!TryFindOperation(document!, operationName, out var operation) || !TryIndex(document!.Fragments, out var fragments))
        {
            return TranslationPlan.Refuse(OutcomeReason.DocumentInvalid);
        }

        if (operation.Type == OperationType.Subscription)
        {
            return TranslationPlan.Refuse(OutcomeReason.Subscription, operation);
        }

        // 3
        var walk = new SelectionWalk(schema, limits, fragments);
        var roots = new Dictionary<Operation, MergedField>(ReferenceEqualityComparer.Instance);
        foreach (var each in document.Operations)
        {
            if (walk.Walk(each, roots[each] = new MergedField()) is { } refusal)
            {
                return TranslationPlan.Refuse(refusal, operation);
            }
        }

        if (walk.ReachedFragments.Count < fragments.Count)
        {
            return TranslationPlan.Refuse(OutcomeReason.DocumentInvalid, operation);
        }

        // 4
        if (MeetingStatistics.Resolve(roots.Values, limits) is { } clash)
        {
            return TranslationPlan.Refuse(clash, operation);
        }

        // 5
        var companionKeys = new CompanionKeys(walk.Names);
        var withCompanions = Edit(companionsOnly: true);
        if (withCompanions is null)
        {
            return TranslationPlan.Refuse(OutcomeReason.NotAKernel, operation);
        }

        var replacement = operation.Type == OperationType.Mutation ? withCompanions : Edit(companionsOnly: false)!;
        return TranslationPlan.Translate(operation, replacement, withCompanions);

        Translation? Edit(bool companionsOnly)
        {
            if (new ResponseShapeBuilder(companionKeys, companionsOnly).Build(roots[operation]) is not { } shape)
            {
                return null;
            }

            var edits = TranslationEdits.Of(walk.Statistics, companionKeys, companionsOnly);
            return new Translation(JsonStringContent.Apply(query.Span, edits), edits, shape, new ErrorLocations(text, edits));
        }
    }

    private static bool TryFindOperation(Document document, string? name, out Operation operation)
    {
        operation = null!;
        var names = new HashSet<string?>();
        foreach (var candidate in document.Operations)
        {
            var isAlone = document.Operations.Count == 1;
            if (!names.Add(candidate.Name) || (candidate.Name is null && !isAlone))
            {
                return false;
            }

            if (candidate.Name == name || (name is null && isAlone))
            {
                operation = candidate;
            }
        }

        return operation is not null;
    }

    private static bool TryIndex(IReadOnlyList<Fragment> fragments, out Dictionary<string, Fragment> byName)
    {
        byName = new Dictionary<string, Fragment>(StringComparer.Ordinal);
        foreach (var fragment in fragments)
        {
            if (!byName.TryAdd(fragment.Name, fragment))
            {
                return false;
            }
        }

        return true;
    }
}
