using GraphQL;
using GraphQLParser;

namespace LiveStatProxy.Demo.Manager.Responses;

/// <summary>An entry of <c>errors</c>. Keys that have nothing to say are left out.</summary>
internal sealed record GraphQLErrorEntry(string Message, IReadOnlyList<SourceLocation>? Locations = null, IReadOnlyList<object>? Path = null)
{
    /// <summary>The entry for what GraphQL.NET found.</summary>
    public static GraphQLErrorEntry From(ExecutionError error, ROM source) => new(
        error.Message,
        error.Locations?.Select(location => SourceLocation.At(source, location)).ToList(),
        error.Path?.ToList());

    /// <summary>The entry as it is written.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Formatted()
    {
        yield return new("message", Message);
        if (Locations is not null)
        {
            yield return new("locations", Locations.Select(location => location.Formatted()));
        }

        if (Path is not null)
        {
            yield return new("path", Path);
        }
    }
}

/// <summary>A place in the document, from 1. Columns count code points, as Python's strings do.</summary>
internal readonly record struct SourceLocation(int Line, int Column)
{
    /// <summary>The place of the UTF-16 <paramref name="offset"/>.</summary>
    public static SourceLocation At(ROM source, int offset) => At(source, Location.FromLinearPosition(source, offset));

    /// <summary>The same place, its column in UTF-16 units counted again in code points.</summary>
    public static SourceLocation At(ROM source, Location location)
    {
        var line = LineOf(source.Span, location.Line);
        var before = line[..Math.Min(location.Column - 1, line.Length)];
        var pairs = 0;
        foreach (var unit in before)
        {
            pairs += char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return new SourceLocation(location.Line, location.Column - pairs);
    }

    public IEnumerable<KeyValuePair<string, object?>> Formatted() => [new("line", Line), new("column", Column)];

    private static ReadOnlySpan<char> LineOf(ReadOnlySpan<char> source, int number)
    {
        for (var line = 1; line < number; line++)
        {
            var end = source.IndexOfAny('\r', '\n');
            var width = source[end..].StartsWith("\r\n") ? 2 : 1;
            source = source[(end + width)..];
        }

        return source;
    }
}
