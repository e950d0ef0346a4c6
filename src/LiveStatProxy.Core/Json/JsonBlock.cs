using System.Runtime.Intrinsics;

namespace LiveStatProxy.Core.Json;

/// <summary>64 bytes of JSON text as bits: one for each byte, the lowest for the first.</summary>
/// <remarks>After Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1.</remarks>
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

    /// <summary>Where a backslash stands.</summary>
    public ulong Backslashes => Positions((byte)'\\');

    /// <summary>The quotes that begin or end a string.</summary>
    /// <param name="isEscaped">1 when the block's first byte is escaped, else 0; becomes the same for the next block.</param>
    public ulong Quotes(ref ulong isEscaped)
    {
        var quotes = Positions((byte)'"');
        var backslashes = Backslashes;
        return (backslashes | isEscaped) == 0 ? quotes : quotes & ~Escaped(backslashes, ref isEscaped);
    }

    /// <summary>Where these two characters follow, or may follow in the next block.</summary>
    public ulong FollowedBy(KeyBeginning beginning) =>
        ((Positions(beginning.First) >> 1) | (1UL << 63)) & ((Positions(beginning.Second) >> 2) | (3UL << 62));

    /// <summary>The bytes within strings, opening quotes included.</summary>
    /// <param name="quotes">The block's quotes.</param>
    /// <param name="isWithin">All bits when the block begins within a string, else 0; becomes the same for the next block.</param>
    public static ulong Within(ulong quotes, ref ulong isWithin)
    {
        var within = quotes;
        for (var shift = 1; shift < Size; shift *= 2)
        {
            within ^= within << shift;
        }

        within ^= isWithin;
        isWithin = (ulong)((long)within >> (Size - 1));
        return within;
    }

    // In a run of backslashes every second one is escaped, and so is what follows a run of odd length. Runs are told apart by the
    // parity of their beginning: adding those that begin at odd positions carries through them.
    private static ulong Escaped(ulong backslashes, ref ulong isEscaped)
    {
        const ulong EvenBits = 0x5555_5555_5555_5555;
        backslashes &= ~isEscaped;
        var follows = (backslashes << 1) | isEscaped;
        var oddBeginnings = backslashes & ~EvenBits & ~follows;
        var runs = oddBeginnings + backslashes;
        isEscaped = runs < backslashes ? 1UL : 0;
        return (EvenBits ^ (runs << 1)) & follows;
    }

    // A bracket and a brace differ in one bit only.
    private ulong Either(char bracket, char brace) =>
        Vector512.Equals(_bytes | Vector512.Create((byte)(bracket ^ brace)), Vector512.Create((byte)brace)).ExtractMostSignificantBits();

    private ulong Positions(byte character) => Vector512.Equals(_bytes, Vector512.Create(character)).ExtractMostSignificantBits();

    private static Vector512<byte> Partial(ReadOnlySpan<byte> json)
    {
        Span<byte> padded = stackalloc byte[Size];
        json.CopyTo(padded);
        return Vector512.Create((ReadOnlySpan<byte>)padded);
    }
}
