using LiveStatProxy.Core.Operations;
using LiveStatProxy.Core.Planning;

namespace LiveStatProxy.Pipeline;

/// <summary>A request body that was read and can be sent: as it came, or translated.</summary>
public sealed class RewindableBody(HttpRequest request, int maxOperationBytes) : IDisposable
{
    // A client that announces a large body and sends none must not cost its memory.
    private const int FirstBytes = 16 * 1024;

    private readonly PooledBytes _bytes = new((int)Math.Min(request.ContentLength + 1 ?? FirstBytes, FirstBytes));
    private readonly Stream _original = request.Body;
    private readonly long? _contentLength = request.ContentLength;
    private PooledBytes? _translated;

    /// <summary>The body as it came; only what was read of it when it is over the limit.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Memory.Span;

    /// <summary>Reads the body.</summary>
    /// <returns>Whether it ended within the limit.</returns>
    public ValueTask<bool> TryReadAsync(CancellationToken cancellationToken) =>
        _bytes.TryFillAsync(_original, maxOperationBytes, cancellationToken);

    /// <summary>Lets the body be forwarded as it came: what was read, then what is still on its way.</summary>
    public void SendOriginal(bool isComplete)
    {
        request.Body = isComplete ? _bytes.OpenRead() : new ConcatenatedStream(_bytes.OpenRead(), _original);
        request.ContentLength = _contentLength;
    }

    /// <summary>Lets the body be forwarded with the query's text translated, and every other byte as it came.</summary>
    public void SendTranslated(GraphQLRequest parts, Translation translation)
    {
        var bytes = Bytes;
        _translated = new PooledBytes(bytes.Length + translation.Query.Length);
        _translated.Append(bytes[..parts.Query.Start.Value]);
        _translated.Append(translation.Query.Span);
        _translated.Append(bytes[parts.Query.End.Value..]);

        request.Body = _translated.OpenRead();
        request.ContentLength = _contentLength is null ? null : _translated.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        request.Body = _original;
        _bytes.Dispose();
        _translated?.Dispose();
    }
}
