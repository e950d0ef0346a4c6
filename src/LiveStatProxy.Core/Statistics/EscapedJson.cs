using System.Globalization;
using System.Text;

namespace LiveStatProxy.Core.Statistics;

/// <summary>Text as it stands in a JSON string inside a JSON string, escaped as the manager escapes (Python's <c>json.dumps</c>, twice).</summary>
internal static class EscapedJson
{
    /// <summary>Escapes <paramref name="text"/> twice, without the quotes around it: <c>ü"</c> → <c>\\u00fc\\\"</c>.</summary>
    public static byte[] Escape(string text) => Encoding.ASCII.GetBytes(EscapeOnce(EscapeOnce(text)));

    private static string EscapeOnce(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\f' => escaped.Append("\\f"),
                '\b' => escaped.Append("\\b"),
                >= ' ' and <= '~' => escaped.Append(character),
                _ => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            };
        }

        return escaped.ToString();
    }
}
