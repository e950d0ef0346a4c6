using System.Globalization;

namespace LiveStatProxy.Signing;

/// <summary>Signs requests to a manager as Backend.AI's clients do, with one keypair.</summary>
/// <param name="accessKey">The public half of the keypair.</param>
/// <param name="secretKey">The secret half; never written anywhere.</param>
/// <param name="time">Where the date comes from; the manager allows 15 minutes of difference.</param>
public sealed class RequestSigner(string accessKey, string secretKey, TimeProvider time)
{
    /// <summary>The API version that requests claim; one below <see cref="RequestSignature.FirstVersionWithoutBody"/> signs the body too.</summary>
    public string ApiVersion { get; init; } = "v8.20240915";

    /// <summary>The headers to send, in order: <c>Date</c>, <c>X-BackendAI-Version</c>, <c>Authorization</c>.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="rawTarget">The raw path with its query string.</param>
    /// <param name="host">The value of the <c>Host</c> header.</param>
    /// <param name="contentType">The media type that will be sent.</param>
    /// <param name="body">The body that will be sent.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Sign(
        string method, string rawTarget, string host, string contentType, ReadOnlySpan<byte> body)
    {
        var date = time.GetUtcNow();
        var rawDate = date.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);
        var signature = RequestSignature.Compute(
            new SignedRequest(method, rawTarget, rawDate, date, host, contentType.ToLowerInvariant(), ApiVersion), body, secretKey);
        return
        [
            new("Date", rawDate),
            new("X-BackendAI-Version", ApiVersion),
            new("Authorization", $"BackendAI signMethod=HMAC-SHA256, credential={accessKey}:{signature}"),
        ];
    }

    /// <summary>Signs <paramref name="request"/>, whose address, content and (if it is not the address's) Host header must be set already.</summary>
    public async Task SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request.RequestUri);
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = Sign(
            request.Method.Method,
            request.RequestUri.PathAndQuery,
            request.Headers.Host ?? request.RequestUri.Authority,
            request.Content?.Headers.ContentType?.MediaType ?? "application/octet-stream",
            body);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
