using System.IO.Compression;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace LiveStatProxy.Pipeline;

/// <summary>
/// The content codings that a translated response can be read and written in. A compressed answer is passed on in the same coding,
/// so that a client on a slow line gets as few bytes as from the manager.
/// </summary>
public static class ContentCoding
{
    private static readonly string[] Known = ["identity", "gzip", "br", "deflate"];

    /// <summary>Whether an answer with this <c>Content-Encoding</c> can be read.</summary>
    public static bool IsKnown(ICollection<string> contentEncoding) =>
        contentEncoding.Count == 0 || (contentEncoding.Count == 1 && Known.Contains(contentEncoding.First(), StringComparer.OrdinalIgnoreCase));

    /// <summary>What of a client's <c>Accept-Encoding</c> the manager may use for a translated operation.</summary>
    public static StringValues Acceptable(StringValues acceptEncoding)
    {
        var acceptable = acceptEncoding.SelectMany(line => (line ?? "").Split(','))
            .Where(coding => StringWithQualityHeaderValue.TryParse(coding, out var parsed)
                && Known.Contains(parsed.Value, StringComparer.OrdinalIgnoreCase));
        return string.Join(", ", acceptable.Select(coding => coding.Trim())) is { Length: > 0 } joined ? joined : "identity";
    }

    /// <summary>Decodes <paramref name="content"/>.</summary>
    public static Stream Decode(Stream content, ICollection<string> contentEncoding) => Name(contentEncoding) switch
    {
        "gzip" => new GZipStream(content, CompressionMode.Decompress),
        "br" => new BrotliStream(content, CompressionMode.Decompress),
        "deflate" => new ZLibStream(content, CompressionMode.Decompress),
        _ => content,
    };

    /// <summary>Encodes what is written in the coding that the manager used; null where it used none.</summary>
    public static Stream? Encode(Stream body, string? coding) => coding?.ToLowerInvariant() switch
    {
        "gzip" => new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true),
        _ => null,
    };

    private static string? Name(ICollection<string> contentEncoding) => contentEncoding.FirstOrDefault()?.ToLowerInvariant();
}
