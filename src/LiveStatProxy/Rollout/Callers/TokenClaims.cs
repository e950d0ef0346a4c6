using System.Buffers.Text;
using System.Text.Json;

namespace LiveStatProxy.Rollout.Callers;

/// <summary>Reads the claims of a JSON Web Token without verifying it.</summary>
internal static class TokenClaims
{
    private static ReadOnlySpan<byte> AccessKey => "access_key"u8;

    /// <summary>The claim <c>access_key</c>; null where the token is none or has no such claim.</summary>
    public static string? AccessKeyIn(ReadOnlySpan<char> token)
    {
        if (token.Count('.') != 2)
        {
            return null;
        }

        var claims = token[(token.IndexOf('.') + 1)..token.LastIndexOf('.')];
        if (!Base64Url.IsValid(claims))
        {
            return null;
        }

        try
        {
            return Read(new Utf8JsonReader(Base64Url.DecodeFromChars(claims)));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is not Unicode: a token that the manager will not like, either.
            return null;
        }
    }

    private static string? Read(Utf8JsonReader reader)
    {
        string? accessKey = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAccessKey = reader.ValueTextEquals(AccessKey);
            reader.Read();
            if (isAccessKey)
            {
                accessKey = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return accessKey;
    }
}
