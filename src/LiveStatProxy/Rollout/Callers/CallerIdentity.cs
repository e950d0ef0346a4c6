using System.Security.Cryptography;
using System.Text;

namespace LiveStatProxy.Rollout.Callers;

/// <summary>Who sent a request, as far as the rollout wants to know: the access key, its sticky key.</summary>
/// <remarks>Nothing is verified, since it only chooses a variant; the manager does the authentication.</remarks>
/// <param name="AccessKey">The access key: an identifier, not a secret.</param>
public readonly record struct CallerIdentity(string AccessKey)
{
    /// <summary>Longer than any real one; beyond, it is nobody's.</summary>
    private const int MaxLength = 128;

    private const string TokenHeader = "X-BackendAI-Token";

    /// <summary>A short stand-in for logs, the same for the same caller.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AccessKey)), 0, 6);

    /// <summary>Finds the access key in <c>Authorization</c>, else in the claims of the token; null where there is none.</summary>
    public static CallerIdentity? Of(IHeaderDictionary headers) =>
        From(AccessKeyInCredential(headers.Authorization.ToString())) ?? From(TokenClaims.AccessKeyIn(headers[TokenHeader].ToString()));

    private static CallerIdentity? From(string? accessKey) =>
        accessKey is { Length: > 0 and <= MaxLength } ? new CallerIdentity(accessKey) : null;

    // BackendAI signMethod=HMAC-SHA256, credential=ACCESS_KEY:SIGNATURE
    private static string? AccessKeyInCredential(ReadOnlySpan<char> authorization)
    {
        const string Parameter = "credential=";
        var scheme = authorization.IndexOf(' ');
        if (scheme < 0 || authorization[..scheme] is not ("BackendAI" or "Sorna"))
        {
            return null;
        }

        foreach (var range in authorization[scheme..].Split(','))
        {
            var parameter = authorization[scheme..][range].Trim();
            if (parameter.StartsWith(Parameter) && parameter.IndexOf(':') is > 0 and var end)
            {
                return parameter[Parameter.Length..end].Trim().ToString();
            }
        }

        return null;
    }
}
