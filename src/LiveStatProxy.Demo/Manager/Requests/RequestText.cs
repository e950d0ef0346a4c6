using System.IO.Compression;
using System.Text;
using LiveStatProxy.Demo.Manager.Recording;
using LiveStatProxy.Demo.Manager.Responses;

namespace LiveStatProxy.Demo.Manager.Requests;

/// <summary>A body's text, as aiohttp reads it: decompressed, in the charset of the Content-Type or UTF-8.</summary>
internal static class RequestText
{
    /// <exception cref="ManagerProblem">500: the bytes are not in that charset, or there is no such charset.</exception>
    public static async Task<string> ReadAsync(RecordedRequest request)
    {
        var body = await DecompressAsync(request.Body, request.Header("Content-Encoding"));
        try
        {
            return Charset(request.Header("Content-Type")).GetString(body.Span);
        }
        catch (ArgumentException)
        {
            throw ManagerProblem.InternalServerError();
        }
    }

    private static Encoding Charset(string? contentType)
    {
        var charset = contentType?.Split(';').Skip(1).Select(parameter => parameter.Split('=', 2))
            .FirstOrDefault(parameter => parameter[0].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase) && parameter.Length == 2)?[1];
        return charset is null
            ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)
            : Encoding.GetEncoding(charset.Trim(' ', '"'), EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
    }

    private static async Task<ReadOnlyMemory<byte>> DecompressAsync(ReadOnlyMemory<byte> body, string? encoding)
    {
        Func<Stream, Stream>? decompress = encoding?.ToLowerInvariant() switch
        {
            "gzip" => compressed => new GZipStream(compressed, CompressionMode.Decompress),
            "deflate" => compressed => new ZLibStream(compressed, CompressionMode.Decompress),
            "br" => compressed => new BrotliStream(compressed, CompressionMode.Decompress),
            _ => null,
        };
        if (decompress is null)
        {
            return body;
        }

        using var text = new MemoryStream();
        await using var stream = decompress(new MemoryStream(body.ToArray()));
        await stream.CopyToAsync(text);
        return text.ToArray();
    }
}
