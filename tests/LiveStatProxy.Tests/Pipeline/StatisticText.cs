using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveStatProxy.Tests.Pipeline;

/// <summary>Kernels' statistics in the text of an answer.</summary>
internal static partial class StatisticText
{
    /// <summary>Puts the same word in the place of every statistic of a kernel.</summary>
    public static string Mask(string answer) => Payload().Replace(answer, "\"STATISTIC\"");

    /// <summary>The statistics in an answer, each parsed out of its JSON string.</summary>
    public static IReadOnlyList<JsonElement> In(string answer) =>
        [.. Payload().Matches(answer).Select(match => JsonElement.Parse(JsonSerializer.Deserialize<string>(match.Value)!))];

    // A JSON string that holds metric name → { current, capacity, pct, unit_hint, … }; an agent's begins with "node".
    [GeneratedRegex("""
        "\{(?!\\"node)\\"[a-z_]+\\": \{\\"current\\"(?:[^"\\]|\\.)*"
        """)]
    private static partial Regex Payload();
}
