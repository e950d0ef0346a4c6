using System.Text.Json;
using System.Text.Unicode;
using LiveStatProxy.Core.Json;

namespace LiveStatProxy.Core.Operations;

/// <summary>Body bytes → <see cref="GraphQLRequest"/>. Allocates nothing, unless a key has escapes.</summary>
public static class GraphQLRequestReader
{
    private static ReadOnlySpan<byte> Query => "query"u8;

    private static ReadOnlySpan<byte> OperationName => "operationName"u8;

    // The manager reads both spellings, and this one beats the other even when it is null.
    private static ReadOnlySpan<byte> OperationNameInSnakeCase => "operation_name"u8;

    /// <summary>Reads <paramref name="body"/>; what it does not need of it, such as the variables, is the manager's to judge.</summary>
    /// <returns>
    /// False when the body is not UTF-8, not exactly one JSON object, or leaves room for doubt about what the manager will run: no
    /// query or two, two operation names. Such a body is the manager's to judge altogether.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out GraphQLRequest request)
    {
        request = default;
        try
        {
            return Utf8.IsValid(body) && TryReadObject(new JsonCursor(body), out request);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryReadObject(JsonCursor cursor, out GraphQLRequest request)
    {
        Range? query = null;
        Range? operationName = null;
        var operationNames = 0;
        request = default;

        cursor.Take('{');
        do
        {
            var key = cursor.TakeKey();
            if (key.SequenceEqual(Query))
            {
                if (query is not null)
                {
                    return false;
                }

                query = TakeContent(ref cursor);
            }
            else if (key.SequenceEqual(OperationName) || key.SequenceEqual(OperationNameInSnakeCase))
            {
                if (++operationNames > 1)
                {
                    return false;
                }

                operationName = cursor.TryTakeNull() ? null : TakeContent(ref cursor);
            }
            else
            {
                cursor.Skip();
            }
        }
        while (cursor.TryTake(','));
        cursor.Take('}');

        if (query is null || !cursor.IsAtEnd)
        {
            return false;
        }

        request = new GraphQLRequest(query.Value, operationName);
        return true;
    }

    private static Range TakeContent(ref JsonCursor cursor)
    {
        var length = cursor.TakeString().Length;
        var end = cursor.Position - 1;
        return new Range(end - length, end);
    }
}
