using GraphQLParser.AST;
using LiveStatProxy.Demo.Manager.Responses;

namespace LiveStatProxy.Demo.Manager.Requests;

/// <summary>The manager's own rules, checked before the standard ones: no introspection, and a maximum depth.</summary>
internal sealed class DocumentRules
{
    private readonly GraphQLDocument _document;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly List<GraphQLErrorEntry> _errors = [];

    private DocumentRules(GraphQLDocument document)
    {
        _document = document;
        _fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .GroupBy(fragment => fragment.FragmentName.Name.StringValue)
            .ToDictionary(fragments => fragments.Key, fragments => fragments.First());
    }

    /// <summary>What breaks the rules; empty when all is well.</summary>
    public static List<GraphQLErrorEntry> Check(GraphQLDocument document, ManagerBehaviour behaviour)
    {
        var rules = new DocumentRules(document);
        if (!behaviour.AllowsIntrospection)
        {
            rules.RefuseIntrospection();
        }

        if (behaviour.MaxDepth is { } maxDepth)
        {
            rules.RefuseDeeperThan(maxDepth);
        }

        return rules._errors;
    }

    private void RefuseIntrospection()
    {
        var selectionSets = _document.Definitions.OfType<IHasSelectionSetNode>().Select(definition => definition.SelectionSet);
        foreach (var field in selectionSets.SelectMany(Fields))
        {
            var name = field.Name.StringValue;
            if (name.StartsWith("__", StringComparison.Ordinal) && name != "__typename")
            {
                AddError($"Cannot query '{name}': introspection is disabled.", field);
            }
        }
    }

    private static IEnumerable<GraphQLField> Fields(GraphQLSelectionSet? selectionSet)
    {
        foreach (var selection in selectionSet?.Selections ?? [])
        {
            if (selection is GraphQLField field)
            {
                yield return field;
            }

            foreach (var nested in Fields((selection as IHasSelectionSetNode)?.SelectionSet))
            {
                yield return nested;
            }
        }
    }

    private void RefuseDeeperThan(int maxDepth)
    {
        foreach (var operation in _document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            if (Depth(operation.SelectionSet, []) > maxDepth)
            {
                AddError($"'{operation.Name?.StringValue ?? "anonymous"}' exceeds maximum operation depth of {maxDepth}.", operation);
            }
        }
    }

    private int Depth(GraphQLSelectionSet? selectionSet, HashSet<string> spreads) =>
        selectionSet?.Selections.Select(selection => Depth(selection, spreads)).DefaultIfEmpty().Max() ?? 0;

    private int Depth(ASTNode selection, HashSet<string> spreads)
    {
        switch (selection)
        {
            case GraphQLField { SelectionSet: { } selectionSet } field:
                return field.Name.StringValue.StartsWith("__", StringComparison.Ordinal) ? 0 : 1 + Depth(selectionSet, spreads);
            case GraphQLInlineFragment fragment:
                return Depth(fragment.SelectionSet, spreads);
            case GraphQLFragmentSpread { FragmentName.Name.StringValue: var name } when spreads.Add(name):
                var depth = Depth(_fragments.GetValueOrDefault(name)?.SelectionSet, spreads);
                spreads.Remove(name);
                return depth;
            default:
                return 0;
        }
    }

    private void AddError(string message, ASTNode node) =>
        _errors.Add(new GraphQLErrorEntry(message, [SourceLocation.At(_document.Source, node.Location.Start)]));
}
