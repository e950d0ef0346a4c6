using LiveStatProxy.Core.Splicing;
using Microsoft.Net.Http.Headers;

namespace LiveStatProxy.Pipeline;

/// <summary>Writes a spliced response in the manager's own framing and content coding; its status and headers are there already.</summary>
public static class ResponseWriter
{
    // Enough to fill a few packets, little enough to stay in the processor's cache.
    private const int BytesPerFlush = 64 * 1024;

    // They speak of the manager's very bytes, which are no longer the client's.
    private static readonly string[] BodyHeaders = [HeaderNames.ETag, HeaderNames.ContentMD5, "Digest", "Content-Digest", "Repr-Digest"];

    /// <summary>Writes <paramref name="splicer"/>'s segments.</summary>
    public static async Task WriteAsync(HttpResponse response, ResponseSplicer splicer)
    {
        foreach (var header in BodyHeaders)
        {
            response.Headers.Remove(header);
        }

        var cancellationToken = response.HttpContext.RequestAborted;
        await using var encoder = ContentCoding.Encode(response.Body, response.Headers.ContentEncoding);
        if (encoder is not null)
        {
            response.ContentLength = null;
            foreach (var segment in splicer.Segments())
            {
                await encoder.WriteAsync(segment, cancellationToken);
            }

            return;
        }

        if (response.ContentLength is not null)
        {
            response.ContentLength = splicer.Length;
        }

        // Once it has begun, the response's buffers are the connection's own.
        await response.StartAsync(cancellationToken);
        var buffer = response.BodyWriter.GetMemory(BytesPerFlush);
        var filled = 0;
        foreach (var segment in splicer.Segments())
        {
            for (var left = segment; !left.IsEmpty;)
            {
                var copied = Math.Min(left.Length, buffer.Length - filled);
                left.Span[..copied].CopyTo(buffer.Span[filled..]);
                left = left[copied..];
                filled += copied;
                if (filled == buffer.Length)
                {
                    response.BodyWriter.Advance(filled);
                    await response.BodyWriter.FlushAsync(cancellationToken);
                    buffer = response.BodyWriter.GetMemory(BytesPerFlush);
                    filled = 0;
                }
            }
        }

        response.BodyWriter.Advance(filled);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }
}
