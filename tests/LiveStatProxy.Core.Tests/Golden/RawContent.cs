using System.Text;

namespace LiveStatProxy.Core.Tests.Golden;

/// <summary>Text → the raw content of a JSON string, as a client might write it: only what must be escaped is.</summary>
internal static class RawContent
{
    public static byte[] Of(string text)
    {
        var raw = new StringBuilder();
        foreach (var character in text)
        {
            raw.Append(character switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return Encoding.UTF8.GetBytes(raw.ToString());
    }
}
