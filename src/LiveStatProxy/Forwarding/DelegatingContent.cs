using System.Net;

namespace LiveStatProxy.Forwarding;

/// <summary>A request's content that is another's; what derives from it adds something to its sending.</summary>
internal abstract class DelegatingContent : HttpContent
{
    private readonly HttpContent _content;

    /// <summary>Takes over <paramref name="content"/> and its headers.</summary>
    protected DelegatingContent(HttpContent content)
    {
        _content = content;
        foreach (var field in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(field.Key, field.Value);
        }
    }

    /// <inheritdoc/>
    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _content.CopyToAsync(stream, context, cancellationToken);

    /// <inheritdoc/>
    protected sealed override bool TryComputeLength(out long length)
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
