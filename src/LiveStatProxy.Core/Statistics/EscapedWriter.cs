using System.Runtime.CompilerServices;

namespace LiveStatProxy.Core.Statistics;

/// <summary>Appends to a buffer that has room enough.</summary>
internal ref struct EscapedWriter(Span<byte> buffer, int length)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; } = length;

    /// <remarks>Inlined, so that a constant is copied in a few moves.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    public void Append(SampleValue value) => Length += value.WriteRounded(_buffer[Length..]);

    /// <summary>Appends the percentage, or 0 where there is no capacity.</summary>
    public void AppendPercentage(SampleValue value, SampleValue capacity) =>
        Length += capacity.IsPositive ? value.WritePercentage(capacity, _buffer[Length..]) : SampleValue.Zero.WriteRounded(_buffer[Length..]);
}
