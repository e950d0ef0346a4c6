using System.IO.Compression;

namespace LiveStatProxy.Tests.Pipeline;

internal static class Decoding
{
    public static byte[] Decode(GateAnswer answer)
    {
        using var body = new MemoryStream(answer.Body);
        using Stream decoded = answer.ContentEncoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var plain = new MemoryStream();
        decoded.CopyTo(plain);
        return plain.ToArray();
    }
}
