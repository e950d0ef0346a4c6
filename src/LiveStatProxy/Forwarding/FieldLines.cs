using System.Text;
using Microsoft.Extensions.Primitives;

namespace LiveStatProxy.Forwarding;

/// <summary>Puts whole field lines into a header's value, where HttpClient has no way to write them.</summary>
/// <remarks>
/// HttpClient writes one line per field name, joined with commas, and writes fields such as Content-Type only with a body. Here a
/// character that stands for a line break joins lines into one value, and this encoding writes it as CR LF. Clients cannot smuggle
/// the character in: their headers are read as Latin-1, which ends at U+00FF. Only for HTTP/1.1; HTTP/2 has no lines.
/// </remarks>
internal sealed class FieldLines : Encoding
{
    /// <summary>The encoding, for <see cref="SocketsHttpHandler.RequestHeaderEncodingSelector"/>.</summary>
    public static readonly FieldLines Encoding = new();

    private const char LineBreak = '\uE000';

    /// <summary>One value that is written as a line for each of <paramref name="values"/>.</summary>
    public static string Join(string name, StringValues values) => string.Join($"{LineBreak}{name}: ", values.AsEnumerable());

    /// <summary>A value, written with further lines behind its own.</summary>
    public static string Append(string value, string name, StringValues values) => $"{value}{LineBreak}{name}: {Join(name, values)}";

    /// <inheritdoc/>
    public override int GetByteCount(ReadOnlySpan<char> chars) => chars.Length + chars.Count(LineBreak);

    /// <inheritdoc/>
    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        var written = 0;
        while (chars.IndexOf(LineBreak) is var end && end >= 0)
        {
            written += Latin1.GetBytes(chars[..end], bytes[written..]);
            "\r\n"u8.CopyTo(bytes[written..]);
            written += 2;
            chars = chars[(end + 1)..];
        }

        return written + Latin1.GetBytes(chars, bytes[written..]);
    }

    /// <inheritdoc/>
    public override int GetByteCount(char[] chars, int index, int count) => GetByteCount(chars.AsSpan(index, count));

    /// <inheritdoc/>
    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        GetBytes(chars.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex));

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => 2 * charCount;

    /// <inheritdoc/>
    public override int GetCharCount(byte[] bytes, int index, int count) => Latin1.GetCharCount(bytes, index, count);

    /// <inheritdoc/>
    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;
}
