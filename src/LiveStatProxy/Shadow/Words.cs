using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveStatProxy.Shadow;

/// <summary>How results and reasons are written in metrics, logs, files and reports: lower case, hyphens.</summary>
internal static class Words
{
    /// <summary>The format of the report and of the file.</summary>
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The word for a value.</summary>
    public static string Word<T>(this T value)
        where T : struct, Enum => Known<T>.Words[value];

    private static class Known<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));
    }
}
