using System.Text;
using LiveStatProxy.Core.Operations;

namespace LiveStatProxy.Core.Tests.Operations;

public class GraphQLRequestReaderTests
{
    [Theory]
    [InlineData("""{"query": "{ a }"}""", "{ a }", null)]
    [InlineData("""{"variables": null, "query": "{ a }", "operationName": null}""", "{ a }", null)]
    [InlineData("""{"operationName":"Q","query":"query Q { a }","variables":{"big":12345678901234567890,"query":"no"}}""", "query Q { a }", "Q")]
    [InlineData("""{"query": "{ a }", "operation_name": "Q"}""", "{ a }", "Q")]
    [InlineData("""  {"qu\u0065ry": "{\n\u0061 }"}  """, """{\n\u0061 }""", null)]
    [InlineData("""{"variables": {"a": 1}, "variables": {"a": 2}, "query": ""}""", "", null)]
    [InlineData("""{"variables": {"NaN is none of JSON": NaN, "but the manager's": -Infinity}, "query": "{ a }"}""", "{ a }", null)]
    public void A_request_is_found_in_its_body(string body, string query, string? operationName)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.True(GraphQLRequestReader.TryRead(bytes, out var request));

        Assert.Equal(query, Encoding.UTF8.GetString(bytes.AsSpan()[request.Query]));
        Assert.Equal(operationName, request.OperationName is { } name ? Encoding.UTF8.GetString(bytes.AsSpan()[name]) : null);
    }

    [Theory]
    [InlineData("two queries", """{"query": "{ a }", "query": "{ live_stat }"}""")]
    [InlineData("both spellings of the operation name", """{"query": "{ a }", "operationName": "A", "operation_name": "B"}""")]
    [InlineData("both spellings, one null", """{"query": "{ a }", "operationName": "A", "operation_name": null}""")]
    [InlineData("two operation names", """{"query": "{ a }", "operationName": "A", "operationName": "B"}""")]
    [InlineData("a batch", """[{"query": "{ live_stat }"}]""")]
    [InlineData("no query", """{"variables": {"query": "live_stat"}}""")]
    [InlineData("a query that is no string", """{"query": {"live_stat": 1}}""")]
    [InlineData("an operation name that is no string", """{"query": "{ a }", "operationName": 1}""")]
    [InlineData("something behind the object", """{"query": "{ a }"} {}""")]
    [InlineData("a byte order mark", "\uFEFF{\"query\": \"{ a }\"}")]
    [InlineData("an unfinished object", """{"query": "{ a }" """)]
    [InlineData("no comma", """{"query": "{ a }" "variables": {}}""")]
    [InlineData("a comma too much", """{"query": "{ a }", }""")]
    [InlineData("an empty object", "{}")]
    [InlineData("UTF-16", "{\0\"\0q\0")]
    [InlineData("something invisible behind the object", "{\"query\": \"{ a }\"}\0")]
    [InlineData("a form", "query=%7B+live_stat+%7D")]
    [InlineData("nothing", "")]
    [InlineData("a string", "\"live_stat\"")]
    public void A_body_that_leaves_doubt_is_not_read(string why, string body)
    {
        Assert.False(GraphQLRequestReader.TryRead(Encoding.UTF8.GetBytes(body), out _), why);
    }

    [Fact]
    public void A_body_that_is_not_UTF8_is_not_read()
    {
        byte[] body = [.. "{\"query\": \"{ a(b: \\\""u8, 0xC3, 0x28, .. "\\\") }\"}"u8];

        Assert.False(GraphQLRequestReader.TryRead(body, out _));
    }

    [Fact]
    public void Variables_nested_without_end_are_the_managers_to_judge()
    {
        var body = "{\"variables\": " + new string('[', 100_000) + new string(']', 100_000) + ", \"query\": \"{ a }\"}";

        Assert.True(GraphQLRequestReader.TryRead(Encoding.UTF8.GetBytes(body), out _));
    }
}
