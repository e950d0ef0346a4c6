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

        Assert.Equal([(name, backend.Requests[0].Comparable())], backend.Requests.Skip(1).Select(proxied => (name, proxied.Comparable())));
    }

    [Fact]
    public async Task Fields_of_the_clients_connection_stay_there()
    {
        var request = await ThroughAsync(
            "GET /x HTTP/1.1\r\nHost: m\r\nConnection: X-Mine, Host\r\nX-Mine: 1\r\nX-End: 1\r\nKeep-Alive: timeout=5\r\n"
            + "Proxy-Connection: x\r\nTE: gzip\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n");

        Assert.Equal(["Host: m", "X-End: 1"], request.Fields.Order());
    }

    [Fact]
    public async Task A_client_that_accepts_trailers_makes_the_proxy_accept_them()
    {
        var request = await ThroughAsync("GET /x HTTP/1.1\r\nHost: m\r\nConnection: TE\r\nTE: trailers, deflate;q=0.5\r\n\r\n");

        Assert.Equal(["Connection: TE", "Host: m", "TE: trailers"], request.Fields.Order());
    }

    [Theory]
    [InlineData("Append", "X-Forwarded-For: 192.0.2.1, 127.0.0.1|X-Forwarded-Host: a, h:1|X-Forwarded-Proto: https, http")]
    [InlineData("Set", "X-Forwarded-For: 127.0.0.1|X-Forwarded-Host: h:1|X-Forwarded-Proto: http")]
    [InlineData("Off", "X-Forwarded-For: 192.0.2.1|X-Forwarded-Host: a|X-Forwarded-Proto: https")]
    public async Task The_client_is_named_as_configured(string mode, string expected)
    {
        var request = await ThroughAsync(
            "GET / HTTP/1.1\r\nHost: h:1\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: a\r\n\r\n",
            $"--Manager:ForwardedHeaders={mode}");

        Assert.Equal(expected.Split('|'), request.Fields.Where(line => line.StartsWith("X-Forwarded-", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Several_lines_of_forwarding_proxies_become_one_list()
    {
        var request = await ThroughAsync(
            "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.2, 192.0.2.3\r\n\r\n",
            "--Manager:ForwardedHeaders=Append");

        Assert.Equal(["192.0.2.1, 192.0.2.2, 192.0.2.3, 127.0.0.1"], request.Values("X-Forwarded-For"));
    }

    [Theory]
    [InlineData("GET http://m.example/p/%7e?q HTTP/1.1\r\nHost: other\r\n\r\n", "GET /p/%7e?q HTTP/1.1", "m.example")]
    [InlineData("GET http://m.example HTTP/1.1\r\nHost: m.example\r\n\r\n", "GET / HTTP/1.1", "m.example")]
    [InlineData("GET http://m.example?q HTTP/1.1\r\nHost: m.example\r\n\r\n", "GET /?q HTTP/1.1", "m.example")]
    public async Task A_target_with_an_authority_loses_it_to_the_Host(string sent, string line, string host)
    {
        var request = await ThroughAsync(sent);

        Assert.Equal((line, host), (request.FirstLine, Assert.Single(request.Values("Host"))));
    }

    [Fact]
    public async Task A_request_about_the_server_itself_stays_one()
    {
        var request = await ThroughAsync("OPTIONS * HTTP/1.1\r\nHost: m\r\nX-A: 1\r\n\r\n");

        Assert.Equal("OPTIONS * HTTP/1.1\r\nHost: m\r\nX-A: 1\r\n\r\n", request.Head);
    }

    [Fact]
    public async Task A_manager_below_a_base_path_gets_it_before_the_target()
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(new Uri(backend.Address, "/base/"));

        await RawClient.ExchangeAsync(proxy.Address, "GET //a%2F?b HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);

        Assert.Equal("GET /base//a%2F?b HTTP/1.1", backend.Requests[0].FirstLine);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PROPFIND")]
    public async Task A_method_that_may_have_a_body_says_that_it_has_none(string method)
    {
        var request = await ThroughAsync($"{method} / HTTP/1.1\r\nHost: m\r\n\r\n");

        Assert.Equal(["Content-Length: 0", "Host: m"], request.Fields.Order());
    }

    [Theory]
    [InlineData("/anything")]
    [InlineData("/admin/gql")]
    public async Task A_client_that_expects_100_sends_its_body_when_the_manager_agrees(string path)
    {
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
            await exchange.ReadBodyAsync();
            await exchange.SendAsync(RecordingBackend.Ok);
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync($"POST {path} HTTP/1.1\r\nHost: m\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", Cancelled);
        var interim = await client.Reader.ReadHeadAsync(Cancelled);
        await client.SendAsync("hello", Cancelled);
        var response = await client.ReadResponseAsync(Cancelled);

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", interim);
        Assert.Equal("ok", response!.Content);
        Assert.Equal("hello", backend.Requests[0].Content);
    }

    [Fact]
    public async Task A_client_that_expects_100_keeps_its_body_when_the_manager_refuses()
    {
        await using var backend = RecordingBackend.Answering("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync("PUT /f HTTP/1.1\r\nHost: m\r\nExpect: 100-continue\r\nContent-Length: 5000000000\r\n\r\n", Cancelled);

        Assert.Equal("HTTP/1.1 413 Too Large", (await client.ReadResponseAsync(Cancelled))!.FirstLine);
    }

    [Theory]
    [InlineData("/anything")]
    [InlineData("/admin/gql")]
    public async Task A_body_arrives_bit_by_bit_while_the_client_still_sends_it(string path)
    {
        var begun = new TaskCompletionSource();
        await using var backend = RecordingBackend.Start(
            async exchange =>
            {
                await exchange.Reader.ReadUntilAsync("first", exchange.Stopping);
                begun.SetResult();
                await exchange.Reader.ReadUntilAsync("last", exchange.Stopping);
                await exchange.SendAsync(RecordingBackend.Ok);
            },
            readsBodies: false);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--LiveStat:MaxOperationBytes=1000");
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync($"POST {path} HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n{"first",2000}\r\n", Cancelled);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        await client.SendAsync("4\r\nlast\r\n0\r\n\r\n", Cancelled);

        Assert.Equal("ok", (await client.ReadResponseAsync(Cancelled))!.Content);
    }

    [Fact]
    public async Task A_request_without_a_Host_gets_the_managers()
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        await RawClient.ExchangeAsync(proxy.Address, "GET / HTTP/1.0\r\n\r\n", Cancelled);

        Assert.Equal("GET / HTTP/1.1", backend.Requests[0].FirstLine);
        Assert.Equal([backend.Address.Authority], backend.Requests[0].Values("Host"));
    }

    private static async Task<RawMessage> ThroughAsync(string request, string option = "--Manager:ForwardedHeaders=Off")
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, option);
        await RawClient.ExchangeAsync(proxy.Address, request, Cancelled);
        return Assert.Single(backend.Requests);
    }
}
