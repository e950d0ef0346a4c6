using System.Text.Json;

namespace LiveStatProxy.Core.Json;

/// <summary>JSON as a whole.</summary>
public static class JsonText
{
    /// <summary>Whether <paramref name="json"/> is exactly one JSON value, read strictly to its end.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
