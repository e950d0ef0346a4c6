using System.Buffers;

namespace LiveStatProxy.Pipeline;

/// <summary>Bytes in one rented array, growing as they come.</summary>
public sealed class PooledBytes(int capacity) : IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes; valid until more are added or it is disposed.</summary>
    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>Adds what <paramref name="source"/> has, to its end or until there are more than <paramref name="most"/> bytes.</summary>
    /// <returns>Whether the source ended within <paramref name="most"/> bytes.</returns>
    public async ValueTask<bool> TryFillAsync(Stream source, int most, CancellationToken cancellationToken)
    {
        while (Length <= most)
        {
            if (Length == _array.Length)
            {
                Grow();
            }

            var read = await source.ReadAsync(_array.AsMemory(Length), cancellationToken);
            if (read == 0)
            {
                return true;
            }

            Length += read;
        }

        return false;
    }

    /// <summary>A stream over the bytes.</summary>
    public MemoryStream OpenRead() => new(_array, 0, Length, writable: false);

    /// <summary>Adds <paramref name="bytes"/>.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (_array.Length - Length < bytes.Length)
        {
            Grow();
        }

        bytes.CopyTo(_array.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var array = _array;
        _array = [];
        Length = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_array.Length * 2);
        Memory.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
