using System.Net;
using Yarp.ReverseProxy.Transforms;

namespace LiveStatProxy.Forwarding;

/// <summary>Sends the response's head as soon as the manager lets the client wait for content: YARP holds it back until the first byte.</summary>
/// <remarks>
/// An event stream or a long poll shows its status at once, as it does without a proxy. Where content is there already, head and
/// content still leave in one packet. It has to be the last transform: after it the response may have begun.
/// </remarks>
internal sealed class PromptHead : ResponseTransform
{
    /// <inheritdoc/>
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context is { SuppressResponseBody: false, ProxyResponse: { Content.Headers.ContentLength: not 0 } answer }
            && answer.StatusCode is not HttpStatusCode.SwitchingProtocols
            && !HttpMethods.IsConnect(context.HttpContext.Request.Method))
        {
            answer.Content = new AwaitedContent(answer.Content, context.HttpContext.Response);
        }

        return ValueTask.CompletedTask;
    }

    private sealed class AwaitedContent(HttpContent content, HttpResponse response) : HttpContent
    {
        protected override async Task<Stream> CreateContentReadStreamAsync() =>
            new AwaitedStream(await content.ReadAsStreamAsync(), response);

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
            new AwaitedStream(await content.ReadAsStreamAsync(cancellationToken), response);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => content.CopyToAsync(stream, context);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            content.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class AwaitedStream(Stream stream, HttpResponse response) : DelegatingStream(stream)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = base.ReadAsync(buffer, cancellationToken);
            return read.IsCompleted || response.HasStarted ? read : SendHeadAsync(read, cancellationToken);
        }

        private async ValueTask<int> SendHeadAsync(ValueTask<int> read, CancellationToken cancellationToken)
        {
            var content = read.AsTask();
            await response.Body.FlushAsync(cancellationToken);
            return await content;
        }
    }
}
