namespace LiveStatProxy.Core.Json;

/// <summary>The first two characters of a key, the closing quote included: enough to pass over most others.</summary>
public readonly record struct KeyBeginning(byte First, byte Second)
{
    // With more than this it is cheaper to look at every string.
    private const int Most = 16;

    /// <summary>The beginning of <paramref name="key"/>, which is not empty.</summary>
    public static KeyBeginning Of(ReadOnlySpan<byte> key) => new(key[0], key.Length > 1 ? key[1] : (byte)'"');

    /// <summary>Which bytes of the block at the beginning of <paramref name="json"/> have one of the beginnings behind them; bits as of <see cref="JsonBlock"/>.</summary>
    internal static ulong Find(ReadOnlySpan<KeyBeginning> beginnings, ReadOnlySpan<byte> json)
    {
        if (beginnings.Length > Most)
        {
            return ulong.MaxValue;
        }

        var first = new JsonBlock(json[Math.Min(1, json.Length)..]);
        var second = new JsonBlock(json[Math.Min(2, json.Length)..]);
        var found = 0UL;
        foreach (var beginning in beginnings)
        {
            found |= first[beginning.First] & second[beginning.Second];
        }

        return found;
    }
}
