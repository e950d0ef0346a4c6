using LiveStatProxy.Configuration;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>What protects the proxy, and what must not be limited.</summary>
public class LimitTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: m\r\n\r\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(8_000, 0, "HTTP/1.1 200 OK")]
    [InlineData(8_300, 0, "HTTP/1.1 414 URI Too Long")]
    [InlineData(0, 32_000, "HTTP/1.1 200 OK")]
    [InlineData(0, 33_000, "HTTP/1.1 431 Request Header Fields Too Large")]
    public async Task Request_line_and_headers_have_Kestrels_limits(int target, int field, string status)
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var response = await RawClient.ExchangeAsync(
            proxy.Address, $"GET /{new string('a', target)} HTTP/1.1\r\nHost: m\r\nX: {new string('b', field)}\r\n\r\n", Cancelled);

        Assert.Equal(status, response.FirstLine);
    }

    [Fact]
    public async Task Limits_are_configured_where_Kestrel_has_them()
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(
            backend.Address,
            "--Kestrel:Limits:MaxRequestLineSize=100",
            "--Kestrel:Limits:MaxRequestHeaderCount=2");

        var longLine = await RawClient.ExchangeAsync(proxy.Address, $"GET /{new string('a', 100)} HTTP/1.1\r\nHost: m\r\n\r\n", Cancelled);
        var manyFields = await RawClient.ExchangeAsync(proxy.Address, "GET / HTTP/1.1\r\nHost: m\r\nA: 1\r\nB: 2\r\n\r\n", Cancelled);

        Assert.Equal("HTTP/1.1 414 URI Too Long", longLine.FirstLine);
        Assert.Equal("HTTP/1.1 431 Request Header Fields Too Large", manyFields.FirstLine);
    }

    [Theory]
    [InlineData("MaxRequestLineSize=-1")]
    [InlineData("MaxRequestLineSize=much")]
    [InlineData("MaxRequestSpeed=1")]
    [InlineData("MinRequestBodyDataRate:GracePeriod=00:00:00")]
    public void Limits_that_Kestrel_does_not_allow_stop_the_start(string limit)
    {
        var mistake = Assert.Throws<ConfigurationMistakeException>(
            () => ProxyApplication.Build(ConfigurationDirectory.FindDefault(), $"--Kestrel:Limits:{limit}"));

        Assert.StartsWith("Kestrel:Limits is ", Assert.Single(mistake.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_that_never_finish_their_head_starve_no_others_and_are_let_go()
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--Kestrel:Limits:RequestHeadersTimeout=00:00:02");
        var slow = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => RawClient.ConnectAsync(proxy.Address, Cancelled)));

        await Task.WhenAll(slow.Select(client => client.SendAsync("GET / HTTP/1.1\r\nHost: m\r\nX-", Cancelled)));
        Assert.Equal("HTTP/1.1 200 OK", (await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).FirstLine);

        foreach (var client in slow)
        {
            Assert.StartsWith("HTTP/1.1 408 ", await client.Reader.ReadToEndAsync(Cancelled), StringComparison.Ordinal);
            client.Dispose();
        }
    }

    [Theory]
    [InlineData("/upload")]
    [InlineData("/admin/gql")]
    public async Task Clients_that_never_finish_their_body_starve_no_others(string path)
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        var slow = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => RawClient.ConnectAsync(proxy.Address, Cancelled)));

        await Task.WhenAll(slow.Select(client =>
            client.SendAsync($"POST {path} HTTP/1.1\r\nHost: m\r\nContent-Length: 1000000\r\n\r\n{{", Cancelled)));

        Assert.Equal("HTTP/1.1 200 OK", (await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).FirstLine);
        Array.ForEach(slow, client => client.Dispose());
    }

    [Fact]
    public async Task A_client_that_sends_too_slowly_is_let_go()
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(
            backend.Address,
            "--Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond=1000",
            "--Kestrel:Limits:MinRequestBodyDataRate:GracePeriod=00:00:02");

        var response = await RawClient.ExchangeAsync(proxy.Address, "PUT / HTTP/1.1\r\nHost: m\r\nContent-Length: 10\r\n\r\nx", Cancelled);

        Assert.Equal("HTTP/1.1 408 Request Timeout", response.FirstLine);
    }
}
