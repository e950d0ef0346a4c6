namespace LiveStatProxy.Tests.Forwarding;

/// <summary>What the manager receives: the same bytes sent straight to it and through the proxy.</summary>
public class RequestTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Targets =>
    [
        "/echo/%2F%20a?x=%25&y=a+b", "/%7E%7e~", "/", "//", "//a//b/", "/a;b=c;d", "/%E2%82%AC/%ff", "/a?", "/?", "/?a?b=/c", "/a/../b/./c",
        "/%2e%2e/%2E", "/%zz%", "/a\\b", "/[]{}|^`\"<>", "/a:b@c!$&'()*+,=", "/a#b", "/admin/gql?", "/admin//gql", "/admin/gql/", "/healthz/live",
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public Task The_request_target_arrives_byte_for_byte(string target) => AssertSameAsync($"GET {target} HTTP/1.1\r\nHost: m\r\n\r\n");

    [Theory]
    [MemberData(nameof(RequestCases.All), MemberType = typeof(RequestCases))]
    public Task The_request_arrives_as_it_was_sent(string name, string request) => AssertSameAsync(request, name);

    private static async Task AssertSameAsync(string request, string? name = null)
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--Manager:ForwardedHeaders=Off");

        await RawClient.ExchangeAsync(backend.Address, request, Cancelled);
        await RawClient.ExchangeAsync(proxy.Address, request, Cancelled);

        Assert.Collection(
            backend.Requests,
            _ => { },
            proxied => Assert.Equal(Comparable(backend.Requests[0]), Comparable(proxied)));
        _ = name;
    }

    // Names in one case, different names in one order: what HTTP/1.1 leaves open (RFC 9110, sections 5.1 and 5.3). Values of one name keep theirs.
    private static string Comparable(RawMessage request)
    {
        var fields = request.Fields
            .Select(field => field.Split(':', 2))
            .Select(field => (Name: field[0].ToLowerInvariant(), Value: field[1].Trim()))
            .OrderBy(field => field.Name, StringComparer.Ordinal)
            .Select(field => $"{field.Name}: {field.Value}");
        return string.Join('\n', [request.FirstLine, .. fields, "", request.Content, .. request.Trailers]);
    }
}
