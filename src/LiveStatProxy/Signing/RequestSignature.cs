using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveStatProxy.Signing;

/// <summary>What Backend.AI's HMAC signature covers, in that order.</summary>
/// <param name="Method">The request's method.</param>
/// <param name="RawTarget">The raw path with its query string, as on the request line.</param>
/// <param name="RawDate">The <c>Date</c> header (or <c>X-BackendAI-Date</c>), exactly as sent.</param>
/// <param name="Date">The same, read; its calendar day, in its own zone, goes into the key.</param>
/// <param name="Host">The <c>Host</c> header.</param>
/// <param name="ContentType">The media type in lower case, without parameters; a request without one counts as <c>application/octet-stream</c>.</param>
/// <param name="ApiVersion">The <c>X-BackendAI-Version</c> (or <c>X-Sorna-Version</c>) header.</param>
/// <param name="IsSorna">Whether the version came as <c>X-Sorna-Version</c>, the old name.</param>
public readonly record struct SignedRequest(
    string Method, string RawTarget, string RawDate, DateTimeOffset Date, string Host, string ContentType, string ApiVersion, bool IsSorna = false);

/// <summary>Backend.AI's request signature (HMAC-SHA256), the same computation on the client's and on the manager's side.</summary>
public static class RequestSignature
{
    /// <summary>The first API version whose signature leaves the body out; versions compare as strings.</summary>
    public const string FirstVersionWithoutBody = "v4.20181215";

    /// <summary>Whether a signature under <paramref name="apiVersion"/> covers the body.</summary>
    public static bool CoversBody(string apiVersion) => string.CompareOrdinal(apiVersion, FirstVersionWithoutBody) < 0;

    /// <summary>Computes the signature, 64 lower-case hexadecimal digits.</summary>
    /// <param name="request">What is signed.</param>
    /// <param name="body">The body as sent; ignored from <see cref="FirstVersionWithoutBody"/> on.</param>
    /// <param name="secretKey">The secret half of the keypair.</param>
    public static string Compute(in SignedRequest request, ReadOnlySpan<byte> body, string secretKey)
    {
        var bodyHash = Convert.ToHexStringLower(SHA256.HashData(CoversBody(request.ApiVersion) ? body : []));
        var stringToSign = string.Join(
            '\n',
            request.Method,
            request.RawTarget,
            request.RawDate,
            $"host:{request.Host}",
            $"content-type:{request.ContentType}",
            $"x-{(request.IsSorna ? "sorna" : "backendai")}-version:{request.ApiVersion}",
            bodyHash);

        var dayKey = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secretKey), Encoding.UTF8.GetBytes(Day(request.Date)));
        var hostKey = HMACSHA256.HashData(dayKey, Encoding.UTF8.GetBytes(request.Host));
        return Convert.ToHexStringLower(HMACSHA256.HashData(hostKey, Encoding.UTF8.GetBytes(stringToSign)));
    }

    private static string Day(DateTimeOffset date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
