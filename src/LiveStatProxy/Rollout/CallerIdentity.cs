using System.Buffers.Text;
using System.Text.Json;

namespace LiveStatProxy.Rollout;

/// <summary>
/// Finds a caller's access key: the sticky key of the rollout. Nothing is verified, since it only chooses a variant; the manager
/// does the authentication.
/// </summary>
public static class CallerIdentity
{
    private const string TokenHeader = "X-BackendAI-Token";

    /// <summary>The access key in <c>Authorization</c>, or in the claims of the token; null where there is none.</summary>
    public static string? AccessKeyOf(IHeaderDictionary headers) =>
        AccessKeyInCredential(headers.Authorization.ToString()) ?? AccessKeyInToken(headers[TokenHeader].ToString());

    // BackendAI signMethod=HMAC-SHA256, credential=ACCESS_KEY:SIGNATURE
    private static string? AccessKeyInCredential(string authorization)
    {
        const string Parameter = "credential=";
        var start = authorization.IndexOf(Parameter, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        var credential = authorization.AsSpan(start + Parameter.Length);
        var length = credential.IndexOf(':');
        return length > 0 ? credential[..length].Trim().ToString() : null;
    }

    private static string? AccessKeyInToken(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("access_key", out var accessKey)
                && accessKey.ValueKind == JsonValueKind.String
                ? accessKey.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
