using System.Net.Sockets;
using System.Text.Json;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>What the client gets when the manager does not answer.</summary>
public class FailureTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET /anything HTTP/1.1\r\nHost: m\r\n\r\n")]
    [InlineData("POST /admin/gql HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task Nobody_there_is_502(string request)
    {
        await using var proxy = await RunningProxy.StartAsync(UnusedAddress());

        var response = await RawClient.ExchangeAsync(proxy.Address, request, Cancelled);

        AssertProblem(response, 502, "Bad Gateway", "manager-unreachable");
        await AssertCountedAsync(proxy, "manager-unreachable");
    }

    [Theory]
    [InlineData("/anything")]
    [InlineData("/admin/gql")]
    public async Task An_answer_that_does_not_begin_in_time_is_504(string path)
    {
        await using var backend = RecordingBackend.Start(exchange => exchange.UntilGoneAsync());
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--Manager:ResponseTimeout=00:00:00.200");

        var response = await RawClient.ExchangeAsync(
            proxy.Address, $"POST {path} HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{{}}", Cancelled);

        AssertProblem(response, 504, "Gateway Timeout", "manager-timeout");
        await AssertCountedAsync(proxy, "manager-timeout");
    }

    [Fact]
    public async Task An_answer_that_has_begun_may_take_its_time()
    {
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nsl");
            await Task.Delay(TimeSpan.FromSeconds(1), exchange.Stopping);
            await exchange.SendAsync("ow");
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--Manager:ResponseTimeout=00:00:00.500");

        Assert.Equal("slow", (await RawClient.ExchangeAsync(proxy.Address, "GET / HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled)).Content);
    }

    [Fact]
    public async Task An_upload_may_take_its_time()
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--Manager:ResponseTimeout=00:00:00.500");
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync("PUT /f HTTP/1.1\r\nHost: m\r\nContent-Length: 4\r\n\r\nsl", Cancelled);
        await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
        await client.SendAsync("ow", Cancelled);

        Assert.Equal("ok", (await client.ReadResponseAsync(Cancelled))!.Content);
    }

    [Fact]
    public async Task A_manager_that_breaks_off_before_its_answer_is_502()
    {
        await using var backend = RecordingBackend.Start(exchange =>
        {
            exchange.Reset();
            return Task.CompletedTask;
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var response = await RawClient.ExchangeAsync(proxy.Address, "POST /x HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{}", Cancelled);

        AssertProblem(response, 502, "Bad Gateway", "manager-broke-off");
        await AssertCountedAsync(proxy, "manager-broke-off");
        Assert.Single(backend.Requests);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    public async Task An_answer_that_is_no_HTTP_is_502(string answer)
    {
        await using var backend = RecordingBackend.Answering(answer);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var response = await RawClient.ExchangeAsync(proxy.Address, "GET / HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);

        AssertProblem(response, 502, "Bad Gateway", "manager-answer-invalid");
        await AssertCountedAsync(proxy, "manager-answer-invalid");
    }

    [Theory]
    [InlineData("CONNECT m:80 HTTP/1.1\r\nHost: m:80\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: m\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a~b\r\n\r\n")]
    public async Task What_is_not_forwarded_is_501(string request)
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        AssertProblem(await RawClient.ExchangeAsync(proxy.Address, request, Cancelled), 501, "Not Implemented", "not-forwardable");
        Assert.Empty(backend.Requests);
    }

    [Fact]
    public async Task The_answer_to_HEAD_has_no_content()
    {
        await using var proxy = await RunningProxy.StartAsync(UnusedAddress());

        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n", Cancelled);

        var answer = await client.Reader.ReadToEndAsync(Cancelled);
        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /anything HTTP/1.1\r\nHost: m\r\n\r\n")]
    [InlineData("POST /admin/gql HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{}")]
    public async Task A_client_that_leaves_ends_the_managers_work(string request)
    {
        var asked = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            asked.SetResult();
            await exchange.UntilGoneAsync();
            ended.SetResult();
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync(request, Cancelled);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        client.Reset();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        await AssertCountedAsync(proxy, "client-gone");
    }

    [Fact]
    public async Task A_client_that_leaves_within_the_answer_ends_it()
    {
        var ended = new TaskCompletionSource();
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            await exchange.UntilGoneAsync();
            ended.SetResult();
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync("GET / HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);
        await client.Reader.ReadUntilAsync("first", Cancelled);
        client.Reset();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task A_client_that_leaves_within_its_upload_ends_it()
    {
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            begun.SetResult();
            await Assert.ThrowsAnyAsync<Exception>(() => context.Request.Body.CopyToAsync(Stream.Null, CancellationToken.None));
            ended.SetResult();
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync("PUT / HTTP/1.1\r\nHost: m\r\nContent-Length: 100\r\n\r\nhalf", Cancelled);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        client.Reset();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    /// <summary>An address on which nobody listens.</summary>
    internal static Uri UnusedAddress()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }

    private static void AssertProblem(RawMessage response, int status, string title, string reason)
    {
        Assert.Equal($"HTTP/1.1 {status} {title}", response.FirstLine);
        Assert.Equal(["application/problem+json"], response.Values("Content-Type"));
        var problem = JsonDocument.Parse(response.Content).RootElement;
        Assert.Equal(["type", "title", "status", "detail", "reason"], problem.EnumerateObject().Select(member => member.Name));
        Assert.Equal((status, title, reason), (problem.GetProperty("status").GetInt32(), problem.GetProperty("title").GetString(), problem.GetProperty("reason").GetString()));
    }

    private static async Task AssertCountedAsync(RunningProxy proxy, string reason)
    {
        using var client = new HttpClient();
        var line = $"livestat_forwarding_failures_total{{reason=\"{reason}\"}} 1";
        await Eventually.TrueAsync(async () =>
            (await client.GetStringAsync(new Uri(proxy.Admin, "/metrics"), Cancelled)).Split('\n').Contains(line));
    }
}
