namespace LiveStatProxy.Core.Json;

/// <summary>The first two characters of a key, the closing quote included: enough to pass over most others.</summary>
public readonly record struct KeyBeginning(byte First, byte Second)
{
    /// <summary>The beginning of <paramref name="key"/>, which is not empty.</summary>
    public static KeyBeginning Of(ReadOnlySpan<byte> key) => new(key[0], key.Length > 1 ? key[1] : (byte)'"');
}
