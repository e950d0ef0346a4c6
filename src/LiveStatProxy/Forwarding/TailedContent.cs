using System.Net;

namespace LiveStatProxy.Forwarding;

/// <summary>A request's content, with something to be done at its end.</summary>
internal sealed class TailedContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly Func<Stream, CancellationToken, Task> _tail;

    /// <summary>Puts <paramref name="tail"/>, which gets the stream that the content was written to, behind <paramref name="content"/>.</summary>
    public TailedContent(HttpContent content, Func<Stream, CancellationToken, Task> tail)
    {
        _content = content;
        _tail = tail;
        foreach (var field in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(field.Key, field.Value);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await _content.CopyToAsync(stream, context, cancellationToken);
        await _tail(stream, cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? 0;
        return _content.Headers.ContentLength is not null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _content.Dispose();
        base.Dispose(disposing);
    }
}
