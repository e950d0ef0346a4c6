using LiveStatProxy.Core.Documents;
using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Core.Planning;

/// <summary>
/// Walks the operations of a document with the schema's types and merges their selections by response key. Each fragment is
/// expanded once per place, so the walk is linear in the places that it makes, and these are limited.
/// </summary>
internal sealed class SelectionWalk(ManagerSchema schema, PlanningLimits limits, IReadOnlyDictionary<string, Fragment> fragments)
{
    private readonly Dictionary<Field, SelectedStatistic> _statistics = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Fragment> _open = [];
    private readonly HashSet<Fragment> _reached = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _visited;

    /// <summary>The statistics found so far, each once, in the order of the walk.</summary>
    public IReadOnlyCollection<SelectedStatistic> Statistics => _statistics.Values;

    /// <summary>The fragments reached so far.</summary>
    public IReadOnlyCollection<Fragment> ReachedFragments => _reached;

    /// <summary>Every response key and field name met so far.</summary>
    public IReadOnlySet<string> Names => _names;

    /// <summary>Merges the selections of <paramref name="operation"/>.</summary>
    /// <returns>Why the document is not translated; null when the walk went through.</returns>
    public OutcomeReason? Walk(Operation operation, MergedField root) =>
        Walk(operation.Selections, schema.RootOf(operation.Type), root, depth: 0);

    private OutcomeReason? Walk(IReadOnlyList<Selection> selections, string? type, MergedField place, int depth)
    {
        if (depth > limits.Depth)
        {
            return OutcomeReason.DocumentOverLimits;
        }

        foreach (var selection in selections)
        {
            if (++_visited > limits.ExpandedSelections)
            {
                return OutcomeReason.DocumentOverLimits;
            }

            var refusal = selection switch
            {
                Field field => Enter(field, type, place, depth),
                InlineFragment inline => Walk(inline.Selections, inline.TypeCondition ?? type, place, depth + 1),
                FragmentSpread spread => Enter(spread, place, depth),
                _ => throw new InvalidOperationException($"A selection of the unknown kind {selection.GetType().Name}."),
            };
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    private OutcomeReason? Enter(Field field, string? parentType, MergedField parent, int depth)
    {
        _names.Add(field.ResponseKey);
        _names.Add(field.Name);
        var place = parent.Child(field.ResponseKey);

        if (schema.KernelTypeOf(parentType) is { } kernel && kernel.Statistics.TryGetValue(field.Name, out var statistic))
        {
            if (field.HasArguments || field.Selections is not null)
            {
                return OutcomeReason.SelectionNotPlain;
            }

            if (!_statistics.TryGetValue(field, out var selected))
            {
                _statistics[field] = selected = new SelectedStatistic(field, kernel, statistic);
            }

            place.Statistics.Add(selected);
            return null;
        }

        place.Others.Add((parentType, field.Name));
        return field.Selections is null ? null : Walk(field.Selections, schema.TypeOf(parentType, field.Name), place, depth + 1);
    }

    private OutcomeReason? Enter(FragmentSpread spread, MergedField place, int depth)
    {
        if (!fragments.TryGetValue(spread.FragmentName, out var fragment) || _open.Contains(fragment))
        {
            return OutcomeReason.DocumentInvalid;
        }

        if (!place.Spread(fragment))
        {
            return null;
        }

        _reached.Add(fragment);
        _open.Add(fragment);
        var refusal = Walk(fragment.Selections, fragment.TypeCondition, place, depth + 1);
        _open.Remove(fragment);
        return refusal;
    }
}
