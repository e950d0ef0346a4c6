using System.Buffers;
using System.Globalization;
using System.Text;

namespace LiveStatProxy.Core.Json;

/// <summary>
/// The raw content of a JSON string (between the quotes, valid UTF-8, valid escapes) and the text it stands for. Unlike
/// <c>Encoding.UTF8</c>, lone surrogates written as escapes survive in both directions.
/// </summary>
public static class JsonStringContent
{
    /// <summary>The text that <paramref name="raw"/> stands for.</summary>
    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        var text = new StringBuilder(raw.Length);
        Span<char> character = stackalloc char[2];
        for (var position = 0; position < raw.Length;)
        {
            position += Next(raw[position..], character, out var length);
            text.Append(character[..length]);
        }

        return text.ToString();
    }

    /// <summary>The same in UTF-8; a lone surrogate, which UTF-8 has no way to write, becomes another character.</summary>
    public static byte[] UnescapeToUtf8(ReadOnlySpan<byte> raw) => Encoding.UTF8.GetBytes(Unescape(raw));

    /// <summary>Whether <paramref name="raw"/> is what a JSON string may hold.</summary>
    public static bool IsValid(ReadOnlySpan<byte> raw) => JsonText.IsValid([(byte)'"', .. raw, (byte)'"']);

    /// <summary>Replaces stretches of the text and leaves every other byte of <paramref name="raw"/> as it is.</summary>
    /// <param name="raw">The raw content.</param>
    /// <param name="edits">Where and by what, in UTF-16 offsets of the text, ascending and apart; the replacements need no JSON escapes.</param>
    public static byte[] Apply(ReadOnlySpan<byte> raw, IReadOnlyList<TextEdit> edits)
    {
        var result = new ArrayBufferWriter<byte>(raw.Length + edits.Sum(edit => edit.Replacement.Length));
        Span<char> character = stackalloc char[2];
        int position = 0, offset = 0, copied = 0;

        foreach (var edit in edits)
        {
            Advance(raw, edit.Start, character, ref position, ref offset);
            result.Write(raw[copied..position]);
            result.Write(Encoding.ASCII.GetBytes(edit.Replacement));
            Advance(raw, edit.Start + edit.Length, character, ref position, ref offset);
            copied = position;
        }

        result.Write(raw[copied..]);
        return result.WrittenSpan.ToArray();
    }

    private static void Advance(ReadOnlySpan<byte> raw, int target, Span<char> character, ref int position, ref int offset)
    {
        while (offset < target)
        {
            position += Next(raw[position..], character, out var length);
            offset += length;
        }
    }

    /// <summary>Decodes the first character of <paramref name="raw"/>; returns how many bytes it took.</summary>
    private static int Next(ReadOnlySpan<byte> raw, Span<char> character, out int length)
    {
        if (raw[0] != '\\')
        {
            _ = Rune.DecodeFromUtf8(raw, out var rune, out var taken);
            length = rune.EncodeToUtf16(character);
            return taken;
        }

        length = 1;
        character[0] = raw[1] switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'u' => (char)ushort.Parse(raw.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            var escaped => (char)escaped,
        };
        return raw[1] == 'u' ? 6 : 2;
    }
}
