using System.Collections.Frozen;

namespace LiveStatProxy.Rollout.Callers;

/// <summary>The groups that operators have put access keys into, for group allocation.</summary>
public sealed class CallerGroups(IReadOnlyDictionary<string, string[]> groups)
{
    private static readonly string[] None = [];

    private readonly FrozenDictionary<string, string[]> _groupsOf = groups
        .SelectMany(group => group.Value.Distinct().Select(accessKey => (accessKey, group.Key)))
        .GroupBy(entry => entry.accessKey, entry => entry.Key)
        .ToFrozenDictionary(entry => entry.Key, entry => entry.ToArray());

    /// <summary>Every group's name.</summary>
    public IEnumerable<string> Names => groups.Keys;

    /// <summary>The groups that a caller is in.</summary>
    public IReadOnlyList<string> Of(string accessKey) => _groupsOf.GetValueOrDefault(accessKey, None);
}
