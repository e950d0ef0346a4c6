namespace LiveStatProxy.Tests.Forwarding;

/// <summary>What the client receives: the same answer straight from the manager and through the proxy.</summary>
public class ResponseTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(ResponseCases.All), MemberType = typeof(ResponseCases))]
    public async Task The_response_arrives_as_it_was_sent(string name, string request, string response)
    {
        await using var backend = RecordingBackend.Answering(response);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var direct = await RawClient.ExchangeAsync(backend.Address, request, Cancelled);
        var proxied = await RawClient.ExchangeAsync(proxy.Address, request, Cancelled);

        Assert.Equal((name, direct.Comparable()), (name, proxied.Comparable()));
    }

    [Theory]
    [InlineData("Connection: X-Mine, close\r\nX-Mine: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: x\r\nTE: x\r\nUpgrade: h2c\r\n")]
    public async Task Fields_of_the_managers_connection_stay_there(string fields)
    {
        await using var backend = RecordingBackend.Answering($"HTTP/1.1 200 OK\r\nX-End: 1\r\n{fields}Content-Length: 0\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var response = await RawClient.ExchangeAsync(proxy.Address, "GET / HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);

        Assert.Equal(["Content-Length: 0", "X-End: 1"], response.Fields.Where(line => !line.StartsWith("Date:", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task An_answer_that_ends_with_its_connection_becomes_chunked()
    {
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\n\r\nuntil the end");
            exchange.Close();
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var response = await RawClient.ExchangeAsync(proxy.Address, "GET / HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);

        Assert.True(response.IsChunked);
        Assert.Equal("until the end", response.Content);
    }

    [Theory]
    [InlineData("/anything")]
    [InlineData("/admin/gql")]
    public async Task The_head_arrives_before_the_content_begins(string path)
    {
        var seen = new TaskCompletionSource();
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            await seen.Task.WaitAsync(exchange.Stopping);
            await exchange.SendAsync("2\r\nok\r\n0\r\n\r\n");
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync($"POST {path} HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{{}}", Cancelled);
        var head = await client.Reader.ReadHeadAsync(Cancelled);
        seen.SetResult();

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        await client.Reader.ReadUntilAsync("ok", Cancelled);
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/admin/gql")]
    public async Task An_event_stream_arrives_event_by_event(string path)
    {
        using var next = new SemaphoreSlim(1);
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var i = 0; i < 5; i++)
            {
                await next.WaitAsync(exchange.Stopping);
                await exchange.SendAsync($"9\r\ndata: {i}\n\n\r\n");
            }

            await exchange.SendAsync("0\r\n\r\n");
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: m\r\nAccept: text/event-stream\r\n\r\n", Cancelled);
        for (var i = 0; i < 5; i++)
        {
            await client.Reader.ReadUntilAsync($"data: {i}\n\n", Cancelled);
            next.Release();
        }

        await client.Reader.ReadUntilAsync("0\r\n\r\n", Cancelled);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n4\r\nhalf\r\n")]
    public async Task An_answer_that_breaks_off_does_not_end_well_for_the_client(string half)
    {
        var seen = new TaskCompletionSource();
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync(half);
            await seen.Task.WaitAsync(exchange.Stopping);
            exchange.Reset();
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync("GET / HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);
        await client.Reader.ReadUntilAsync("half", Cancelled);
        seen.SetResult();

        var rest = "";
        try
        {
            rest = await client.Reader.ReadToEndAsync(Cancelled);
        }
        catch (IOException)
        {
            // A reset is as good as an end without the last chunk.
        }

        Assert.DoesNotContain("0\r\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_behind_interim_ones_arrives()
    {
        await using var backend = RecordingBackend.Answering(
            "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var response = await RawClient.ExchangeAsync(proxy.Address, "GET / HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);

        Assert.Equal(("HTTP/1.1 200 OK", "ok"), (response.FirstLine, response.Content));
    }
}
