using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;

namespace LiveStatProxy.Forwarding;

/// <summary>Gives HTTP/1.1 clients the manager's trailers, which Kestrel writes for HTTP/2 only: the chunks are written here instead.</summary>
/// <remarks>Only where the manager announces trailers or the client asks for them; others are dropped, as RFC 9110, section 6.5.1, allows.</remarks>
internal static class ChunkedTrailers
{
    /// <summary>Takes over the framing; one of the last response transforms.</summary>
    public static ValueTask BeginAsync(ResponseTransformContext context)
    {
        var request = context.HttpContext.Request;
        if (context is { SuppressResponseBody: false, ProxyResponse: { } answer }
            && HttpProtocol.IsHttp11(request.Protocol)
            && !HttpMethods.IsHead(request.Method)
            && context.HttpContext.Response is { ContentLength: null, StatusCode: >= 200 and not 204 and not 304 }
            && (answer.Headers.NonValidated.Contains("Trailer") || HopByHop.HasToken(request.Headers.TE, "trailers")))
        {
            var response = context.HttpContext.Response;
            var chunks = new Chunks(response.BodyWriter);
            response.Headers.TransferEncoding = "chunked";
            response.Body = chunks;
            context.HttpContext.Features.Set<IHttpResponseTrailersFeature>(chunks);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends the body with the trailers that YARP has copied.</summary>
    public static ValueTask EndAsync(ResponseTrailersTransformContext context) =>
        context.HttpContext.Features.Get<IHttpResponseTrailersFeature>() is Chunks chunks
            ? chunks.EndAsync(context.CancellationToken)
            : ValueTask.CompletedTask;

    private sealed class Chunks(PipeWriter writer) : DelegatingStream(Null), IHttpResponseTrailersFeature
    {
        public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.IsEmpty)
            {
                return;
            }

            WriteSize(buffer.Length);
            writer.Write(buffer.Span);
            writer.Write("\r\n"u8);
            await writer.FlushAsync(cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken).AsTask();

        public async ValueTask EndAsync(CancellationToken cancellationToken)
        {
            writer.Write("0\r\n"u8);
            foreach (var field in Trailers)
            {
                foreach (var value in field.Value)
                {
                    writer.Write(Encoding.Latin1.GetBytes($"{field.Key}: {value}\r\n"));
                }
            }

            writer.Write("\r\n"u8);
            await writer.FlushAsync(cancellationToken);
        }

        private void WriteSize(int size)
        {
            var line = writer.GetSpan(10);
            Utf8Formatter.TryFormat(size, line, out var digits, new StandardFormat('x'));
            "\r\n"u8.CopyTo(line[digits..]);
            writer.Advance(digits + 2);
        }
    }
}
