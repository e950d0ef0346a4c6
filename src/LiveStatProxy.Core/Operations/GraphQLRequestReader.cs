using System.Text.Json;
using System.Text.Unicode;

namespace LiveStatProxy.Core.Operations;

/// <summary>Body bytes → <see cref="GraphQLRequest"/>. Allocates nothing.</summary>
public static class GraphQLRequestReader
{
    private static ReadOnlySpan<byte> Query => "query"u8;

    private static ReadOnlySpan<byte> OperationName => "operationName"u8;

    // The manager reads both spellings, and this one beats the other even when it is null.
    private static ReadOnlySpan<byte> OperationNameInSnakeCase => "operation_name"u8;

    /// <summary>Reads <paramref name="body"/>.</summary>
    /// <returns>
    /// False when the body is not UTF-8, not exactly one JSON object, or leaves room for doubt about what the manager will run: no
    /// query or two, two operation names. Such a body is the manager's to judge.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out GraphQLRequest request)
    {
        request = default;
        try
        {
            return Utf8.IsValid(body) && TryReadObject(new Utf8JsonReader(body), out request);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryReadObject(Utf8JsonReader reader, out GraphQLRequest request)
    {
        Range? query = null;
        Range? operationName = null;
        var operationNames = 0;
        request = default;

        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Query))
            {
                reader.Read();
                if (query is not null || reader.TokenType != JsonTokenType.String)
                {
                    return false;
                }

                query = RawContent(reader);
            }
            else if (reader.ValueTextEquals(OperationName) || reader.ValueTextEquals(OperationNameInSnakeCase))
            {
                reader.Read();
                if (++operationNames > 1 || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                {
                    return false;
                }

                operationName = reader.TokenType == JsonTokenType.String ? RawContent(reader) : null;
            }
            else
            {
                reader.Skip();
            }
        }

        // One more read finds what stands behind the object, and throws.
        if (query is null || reader.Read())
        {
            return false;
        }

        request = new GraphQLRequest(query.Value, operationName);
        return true;
    }

    private static Range RawContent(in Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex + 1;
        return new Range(start, start + reader.ValueSpan.Length);
    }
}
