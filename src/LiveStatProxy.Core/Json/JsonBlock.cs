using System.Runtime.Intrinsics;

namespace LiveStatProxy.Core.Json;

/// <summary>64 bytes of JSON text, looked at all at once: the answers are bits, one for each byte, the lowest for the first.</summary>
internal readonly struct JsonBlock
{
    /// <summary>Bytes in a block.</summary>
    public const int Size = 64;

    private readonly Vector512<byte> _bytes;

    /// <summary>The block at the beginning of <paramref name="json"/>; what is missing to its size is neutral.</summary>
    public JsonBlock(ReadOnlySpan<byte> json) => _bytes = json.Length >= Size ? Vector512.Create(json) : Partial(json);

    /// <summary>Where an opening bracket or brace stands, also within strings.</summary>
    public ulong Openings => Either('[', '{');

    /// <summary>Where a closing bracket or brace stands, also within strings.</summary>
    public ulong Closings => Either(']', '}');

    /// <summary>Where a character stands.</summary>
    public ulong this[byte character] => Vector512.Equals(_bytes, Vector512.Create(character)).ExtractMostSignificantBits();

    // A bracket and a brace differ in one bit only.
    private ulong Either(char bracket, char brace) =>
        Vector512.Equals(_bytes | Vector512.Create((byte)(bracket ^ brace)), Vector512.Create((byte)brace)).ExtractMostSignificantBits();

    private static Vector512<byte> Partial(ReadOnlySpan<byte> json)
    {
        Span<byte> padded = stackalloc byte[Size];
        json.CopyTo(padded);
        return Vector512.Create((ReadOnlySpan<byte>)padded);
    }
}
