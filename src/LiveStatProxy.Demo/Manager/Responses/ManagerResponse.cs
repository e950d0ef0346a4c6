using System.IO.Compression;

namespace LiveStatProxy.Demo.Manager.Responses;

/// <summary>A whole response, before it is compressed or cut into chunks.</summary>
internal sealed record ManagerResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>A JSON response as aiohttp's <c>json_response</c> makes it.</summary>
    public static ManagerResponse Json(object? value) => Json(PythonJsonWriter.Dumps(value));

    /// <summary>A JSON response that is written already.</summary>
    public static ManagerResponse Json(ReadOnlyMemory<byte> json) => new(200, "application/json; charset=utf-8", json);

    /// <summary>Sends the response, in the way that <paramref name="behaviour"/> wants.</summary>
    public async Task WriteAsync(HttpContext context, ManagerBehaviour behaviour)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.Server = "BackendAI";

        var body = Body;
        if (behaviour.Compresses && Encoding(context.Request.Headers.AcceptEncoding.ToString()) is { } encoding)
        {
            response.Headers.ContentEncoding = encoding;
            body = await CompressAsync(body, encoding);
        }

        if (!behaviour.Chunks)
        {
            response.ContentLength = body.Length;
        }

        await WriteInPiecesAsync(response, body, behaviour.Chunks ? Math.Max(1, body.Length / 3) : int.MaxValue, context.RequestAborted);
    }

    private static async Task WriteInPiecesAsync(HttpResponse response, ReadOnlyMemory<byte> body, int size, CancellationToken cancellationToken)
    {
        while (!body.IsEmpty)
        {
            var piece = body[..Math.Min(size, body.Length)];
            await response.Body.WriteAsync(piece, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            body = body[piece.Length..];
        }
    }

    private static string? Encoding(string accepted) =>
        accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? "br"
        : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? "gzip"
        : null;

    private static async Task<ReadOnlyMemory<byte>> CompressAsync(ReadOnlyMemory<byte> body, string encoding)
    {
        using var compressed = new MemoryStream();
        await using (Stream compressor = encoding == "br"
            ? new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true)
            : new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await compressor.WriteAsync(body);
        }

        return compressed.ToArray();
    }
}
