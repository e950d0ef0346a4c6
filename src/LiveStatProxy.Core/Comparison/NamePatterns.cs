using System.IO.Enumeration;

namespace LiveStatProxy.Core.Comparison;

/// <summary>Names of metrics or fields, where <c>*</c> stands for anything: <c>*_mem</c>, <c>stats.*</c>.</summary>
public sealed class NamePatterns(params IReadOnlyList<string> patterns)
{
    /// <summary>The patterns; where there are none, all names.</summary>
    public static NamePatterns OrAll(IReadOnlyList<string>? patterns) => new(patterns is { Count: > 0 } ? patterns : ["*"]);

    /// <summary>Whether one of the patterns is <paramref name="name"/>'s.</summary>
    public bool Match(string name)
    {
        foreach (var pattern in patterns)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", patterns);
}
