using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Signing;
using Microsoft.Net.Http.Headers;

namespace LiveStatProxy.Pipeline;

/// <summary>What a request's line and headers tell before its body is read.</summary>
public static class OperationRequest
{
    // Each says something about the body's very bytes.
    private static readonly string[] DigestHeaders = [HeaderNames.ContentMD5, "Digest", "Content-Digest", "Repr-Digest", "Signature"];

    /// <summary>Why the body may not be looked into or changed; null when it may.</summary>
    public static OutcomeReason? RefusalOf(HttpRequest request, int maxOperationBytes)
    {
        if (request.ContentLength > maxOperationBytes)
        {
            return OutcomeReason.BodyTooLarge;
        }

        if (request.Headers.ContainsKey(HeaderNames.ContentEncoding)
            || DigestHeaders.Any(request.Headers.ContainsKey)
            || !IsUtf8(request.ContentType))
        {
            return OutcomeReason.BodyEncoded;
        }

        return IsBodySigned(request.Headers) ? OutcomeReason.BodySigned : null;
    }

    private static bool IsBodySigned(IHeaderDictionary headers) =>
        IsBodyCovered(headers["X-BackendAI-Version"]) || IsBodyCovered(headers["X-Sorna-Version"]);

    private static bool IsBodyCovered(string? version) => !string.IsNullOrEmpty(version) && RequestSignature.CoversBody(version);

    // The manager ignores the media type, but not the charset.
    private static bool IsUtf8(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)));
}
