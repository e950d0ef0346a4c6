using Microsoft.AspNetCore.Http.Features;

namespace LiveStatProxy.Forwarding;

/// <summary>Begins a <see cref="WireEdit"/> for a request that needs one: <c>OPTIONS *</c>, and bodies of unknown length, which may have trailers.</summary>
internal sealed class WireEditing(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly HttpRequestOptionsKey<HttpContext> Client = new("LiveStatProxy.Client");

    /// <summary>Notes the client's request at the manager's, where the latter may need an edit.</summary>
    public static void Note(HttpRequestMessage request, HttpContext client, string rawTarget)
    {
        if (request.Version.Major == 1 && (rawTarget == RequestTarget.Asterisk || HasUnknownLength(request, client)))
        {
            request.Options.Set(Client, client);
        }
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Options.TryGetValue(Client, out var client)
            ? SendEditedAsync(request, client, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    // Async, so that the edit ends with it.
    private async Task<HttpResponseMessage> SendEditedAsync(HttpRequestMessage request, HttpContext client, CancellationToken cancellationToken)
    {
        var edit = new WireEdit
        {
            HasAsterisk = client.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == RequestTarget.Asterisk,
        };
        if (HasUnknownLength(request, client))
        {
            request.Content = new TailedContent(request.Content!, (stream, cancel) => EndAsync(edit, client, stream, cancel));
        }

        edit.Begin();
        return await base.SendAsync(request, cancellationToken);
    }

    private static bool HasUnknownLength(HttpRequestMessage request, HttpContext client) =>
        request.Content is not null && client.Request.ContentLength is null;

    private static async Task EndAsync(WireEdit edit, HttpContext client, Stream stream, CancellationToken cancellationToken)
    {
        if (client.Features.Get<IHttpRequestTrailersFeature>() is { Available: true, Trailers: { Count: > 0 } trailers })
        {
            // Nothing but the last chunk may be left to be written.
            await stream.FlushAsync(cancellationToken);
            edit.EndWith(trailers);
        }
    }
}
