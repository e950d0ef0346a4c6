using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace LiveStatProxy.Forwarding;

/// <summary>
/// Sends what HttpClient can't send by itself as it should: <c>OPTIONS *</c>; bodies of unknown length, which may come bit by bit and have
/// trailers; and long ones, which the manager may refuse before their end. The means is a <see cref="WireEdit"/>.
/// </summary>
internal sealed class WireEditing(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // What is shorter is sent in one go, into buffers, and no refusal can come in between.
    private const long LongBody = 64 * 1024;

    private static readonly HttpRequestOptionsKey<HttpContext> Client = new("LiveStatProxy.Client");

    /// <summary>Notes the client's request at the manager's, where the latter may need an edit.</summary>
    public static void Note(HttpRequestMessage request, HttpContext client, string rawTarget)
    {
        if (rawTarget == RequestTarget.Asterisk || IsLong(request, client))
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
        using var edit = new WireEdit
        {
            HasAsterisk = client.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == RequestTarget.Asterisk,
        };
        if (IsLong(request, client))
        {
            request.Content = new EditedContent(request.Content!, edit, client);
        }

        if (request.Version.Major == 1)
        {
            edit.Begin();
        }

        return await base.SendAsync(request, cancellationToken);
    }

    private static bool IsLong(HttpRequestMessage request, HttpContext client) =>
        request.Content is not null && client.Request.ContentLength is null or > LongBody;

    private sealed class EditedContent(HttpContent content, WireEdit edit, HttpContext client) : DelegatingContent(content)
    {
        private static readonly byte[] Filling = new byte[64 * 1024];

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            var counted = new PromptStream(stream);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, edit.Refused);
            try
            {
                await base.SerializeToStreamAsync(counted, context, ending.Token);
                await AddTrailersAsync(stream, cancellationToken);
            }
            catch (Exception ended) when (ended is HttpRequestException or OperationCanceledException && edit.Refused.IsCancellationRequested)
            {
                await FillAsync(stream, counted.Written, cancellationToken);
            }
        }

        private async Task AddTrailersAsync(Stream stream, CancellationToken cancellationToken)
        {
            if (client.Features.Get<IHttpRequestTrailersFeature>() is { Available: true, Trailers: { Count: > 0 } trailers })
            {
                // Nothing but the last chunk may be left to be written.
                await stream.FlushAsync(cancellationToken);
                edit.EndWith(trailers);
            }
        }

        // HttpClient insists on the promised length; the connection drops it.
        private async Task FillAsync(Stream stream, long written, CancellationToken cancellationToken)
        {
            for (var left = (Headers.ContentLength ?? written) - written; left > 0; left -= Filling.Length)
            {
                await stream.WriteAsync(Filling.AsMemory(0, (int)Math.Min(left, Filling.Length)), cancellationToken);
            }
        }
    }

    /// <summary>Sends at once what HttpClient would keep until its buffer is full, as long as the client has no more at hand.</summary>
    private sealed class PromptStream(Stream stream) : DelegatingStream(stream)
    {
        private const int YarpsBuffer = 64 * 1024;

        public long Written { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            Written += buffer.Length;
            if (buffer.Length < YarpsBuffer)
            {
                await base.FlushAsync(cancellationToken);
            }
        }
    }
}
