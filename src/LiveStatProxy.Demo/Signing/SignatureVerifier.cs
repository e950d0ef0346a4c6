using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveStatProxy.Demo.Manager.Recording;
using LiveStatProxy.Demo.Manager.Responses;
using LiveStatProxy.Demo.World;
using LiveStatProxy.Signing;

namespace LiveStatProxy.Demo.Signing;

/// <summary>Checks the HMAC signature of a request, as the manager does, and tells whose it is.</summary>
internal sealed class SignatureVerifier(IReadOnlyList<User> users, TimeProvider time)
{
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(15);

    /// <summary>The user whose keypair signed <paramref name="request"/>.</summary>
    /// <exception cref="ManagerProblem">401: unsigned or wrong. 400: a header is malformed, or the date is off by more than 15 minutes.</exception>
    public User Verify(RecordedRequest request)
    {
        if (request.Header("Authorization") is not { } authorization)
        {
            throw ManagerProblem.AuthorizationFailed("Unauthorized access");
        }

        var (rawDate, date) = Date(request);
        var (accessKey, signature) = Credential(authorization);
        var user = users.FirstOrDefault(user => user.AccessKey == accessKey)
            ?? throw ManagerProblem.AuthorizationFailed("Access key not found in HMAC");
        var expected = RequestSignature.Compute(Signed(request, rawDate, date), request.Body.Span, user.SecretKey);
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature))
            ? user
            : throw ManagerProblem.AuthorizationFailed("HMAC signature mismatch");
    }

    private (string Raw, DateTimeOffset Date) Date(RecordedRequest request)
    {
        var raw = request.Header("Date") ?? request.Header("X-BackendAI-Date") ?? request.Header("X-Sorna-Date");
        return DateTimeOffset.TryParse(raw, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && (time.GetUtcNow() - date).Duration() < ClockDifference
                ? (raw, date)
                : throw ManagerProblem.InvalidAuthParameters("Date/time sync error");
    }

    private static (string AccessKey, string Signature) Credential(string authorization)
    {
        var pieces = authorization.Split(' ', 2);
        if (pieces is not ["BackendAI" or "Sorna", var text])
        {
            throw ManagerProblem.InvalidAuthParameters(pieces.Length == 2 ? "Invalid authorization type name" : "Malformed authorization header");
        }

        var parameters = text.Split(',').Select(parameter => parameter.Split('=', 2))
            .Where(parameter => parameter.Length == 2)
            .GroupBy(parameter => parameter[0].Trim())
            .ToDictionary(parameter => parameter.Key, parameter => parameter.Last()[1].Trim());
        if (!parameters.TryGetValue("signMethod", out var method) || !parameters.TryGetValue("credential", out var credential)
            || credential.Split(':', 2) is not [var accessKey, var signature])
        {
            throw ManagerProblem.InvalidAuthParameters("Missing or malformed authorization parameters");
        }

        return method.Equals("HMAC-SHA256", StringComparison.OrdinalIgnoreCase)
            ? (accessKey, signature)
            : throw ManagerProblem.InvalidAuthParameters("Unsupported request signing method (hash type)");
    }

    private static SignedRequest Signed(RecordedRequest request, string rawDate, DateTimeOffset date)
    {
        var newVersion = request.Header("X-BackendAI-Version");
        var version = newVersion ?? request.Header("X-Sorna-Version")
            ?? throw ManagerProblem.InvalidAuthParameters("API version missing in request headers");
        var (target, host) = request.Header("X-Forwarded-URL") is { } forwarded && Uri.TryCreate(forwarded, UriKind.Absolute, out var url)
            ? (url.AbsolutePath, url.Authority)
            : (request.RawTarget, request.Header("Host") ?? "");
        return new SignedRequest(
            request.Method, target, rawDate, date, host, MediaType(request.Header("Content-Type")), version, IsSorna: newVersion is null);
    }

    private static string MediaType(string? contentType) =>
        contentType is null ? "application/octet-stream" : contentType.Split(';')[0].Trim().ToLowerInvariant();
}
