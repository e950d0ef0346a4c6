using LiveStatProxy.Core.Documents;

namespace LiveStatProxy.Core.Planning;

/// <summary>
/// All selections that may answer at one place of the response: the same path of response keys, whatever types lead there. What
/// GraphQL calls field merging, without regard to which object types can occur together.
/// </summary>
internal sealed class MergedField
{
    private readonly Dictionary<string, MergedField> _children = new(StringComparer.Ordinal);
    private readonly HashSet<Fragment> _spread = [];

    /// <summary>The statistics that may stand here.</summary>
    public List<SelectedStatistic> Statistics { get; } = [];

    /// <summary>The other fields that may stand here, with the types around them.</summary>
    public List<(string? ParentType, string Name)> Others { get; } = [];

    /// <summary>What is below, by response key.</summary>
    public IReadOnlyDictionary<string, MergedField> Children => _children;

    public MergedField Child(string responseKey)
    {
        if (!_children.TryGetValue(responseKey, out var child))
        {
            _children[responseKey] = child = new MergedField();
        }

        return child;
    }

    /// <summary>Whether the fragment is spread here for the first time; a second time adds nothing.</summary>
    public bool Spread(Fragment fragment) => _spread.Add(fragment);

    /// <summary>This place and every one below it.</summary>
    public IEnumerable<MergedField> SelfAndDescendants()
    {
        var pending = new Stack<MergedField>([this]);
        while (pending.TryPop(out var place))
        {
            yield return place;
            foreach (var child in place._children.Values)
            {
                pending.Push(child);
            }
        }
    }
}
