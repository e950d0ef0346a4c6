using System.Collections.Concurrent;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Several managers, and one that comes and goes.</summary>
public class ManagersTests
{
    private const string Get = "GET /x HTTP/1.1\r\nHost: m\r\n\r\n";
    private const string Post = "POST /admin/gql HTTP/1.1\r\nHost: m\r\nContent-Length: 2\r\n\r\n{}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_spread_over_the_managers()
    {
        await using var first = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var second = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(
            [first.Address, second.Address], "--ReverseProxy:Clusters:manager:LoadBalancingPolicy=RoundRobin");

        for (var i = 0; i < 4; i++)
        {
            await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled);
        }

        Assert.Equal((2, 2), (first.Requests.Count, second.Requests.Count));
    }

    [Fact]
    public async Task A_manager_that_dies_under_load_fails_no_idempotent_request()
    {
        await using var steady = RecordingBackend.Start(AnswerSlowlyAsync);
        await using var dying = RecordingBackend.Start(AnswerSlowlyAsync);
        await using var proxy = await RunningProxy.StartAsync([steady.Address, dying.Address]);
        var statuses = new ConcurrentBag<string>();
        using var ended = new CancellationTokenSource();

        var load = Enumerable.Range(0, 16).Select(async _ =>
        {
            while (!ended.IsCancellationRequested)
            {
                statuses.Add((await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).FirstLine);
            }
        }).ToArray();
        await Eventually.TrueAsync(() => dying.Requests.Count > 20);
        dying.Die();
        var before = statuses.Count;
        await Eventually.TrueAsync(() => statuses.Count > before + 100);
        await ended.CancelAsync();
        await Task.WhenAll(load);

        Assert.Equal(["HTTP/1.1 200 OK"], statuses.Distinct());
    }

    [Theory]
    [InlineData(Get)]
    [InlineData(Post)]
    public async Task A_request_of_which_nothing_was_sent_goes_to_another_manager(string request)
    {
        await using var there = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(
            [FailureTests.UnusedAddress(), there.Address], "--ReverseProxy:Clusters:manager:LoadBalancingPolicy=FirstAlphabetical");

        Assert.Equal("HTTP/1.1 200 OK", (await RawClient.ExchangeAsync(proxy.Address, request, Cancelled)).FirstLine);
        Assert.Contains("livestat_forwarding_retries_total 1\n", await MetricsAsync(proxy), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_POST_that_may_have_arrived_is_not_sent_again()
    {
        await using var dying = RecordingBackend.Start(exchange =>
        {
            exchange.Reset();
            return Task.CompletedTask;
        });
        await using var other = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(
            [dying.Address, other.Address], "--ReverseProxy:Clusters:manager:LoadBalancingPolicy=FirstAlphabetical");

        Assert.Equal("HTTP/1.1 502 Bad Gateway", (await RawClient.ExchangeAsync(proxy.Address, Post, Cancelled)).FirstLine);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task When_every_manager_is_gone_each_was_asked_once_and_the_client_gets_502()
    {
        await using var proxy = await RunningProxy.StartAsync(
            [FailureTests.UnusedAddress(), FailureTests.UnusedAddress(), FailureTests.UnusedAddress()]);

        Assert.Equal("HTTP/1.1 502 Bad Gateway", (await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).FirstLine);
        Assert.Contains("livestat_forwarding_retries_total 2\n", await MetricsAsync(proxy), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manager_that_fails_its_health_checks_gets_no_requests()
    {
        await using var healthy = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var sick = RecordingBackend.Start(exchange => exchange.SendAsync(
            exchange.Request.FirstLine.Contains("/health", StringComparison.Ordinal)
                ? "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
                : RecordingBackend.Ok));
        await using var proxy = await RunningProxy.StartAsync(
            [healthy.Address, sick.Address], [.. HealthChecks, "--ReverseProxy:Clusters:manager:LoadBalancingPolicy=RoundRobin"]);
        await Eventually.TrueAsync(() => sick.Requests.Count(IsHealthCheck) > 3);
        var before = sick.Requests.Count(request => !IsHealthCheck(request));

        for (var i = 0; i < 10; i++)
        {
            await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled);
        }

        Assert.Equal(before, sick.Requests.Count(request => !IsHealthCheck(request)));
        Assert.Equal(10, healthy.Requests.Count(request => !IsHealthCheck(request)));
    }

    [Fact]
    public async Task The_only_manager_is_asked_however_sick_it_seems()
    {
        await using var sick = RecordingBackend.Start(exchange => exchange.SendAsync(
            IsHealthCheck(exchange.Request) ? "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n" : RecordingBackend.Ok));
        await using var proxy = await RunningProxy.StartAsync(sick.Address, HealthChecks);
        await Eventually.TrueAsync(() => sick.Requests.Count(IsHealthCheck) > 3);

        Assert.Equal("HTTP/1.1 200 OK", (await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).FirstLine);
    }

    [Fact]
    public async Task A_manager_that_comes_back_is_asked_at_once()
    {
        var address = FailureTests.UnusedAddress();
        await using var proxy = await RunningProxy.StartAsync(address);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("HTTP/1.1 502 Bad Gateway", (await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).FirstLine);
        }

        await using var back = RecordingBackend.Start(exchange => exchange.SendAsync(RecordingBackend.Ok), address.Port);

        Assert.Equal("HTTP/1.1 200 OK", (await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).FirstLine);
    }

    [Fact]
    public async Task A_POST_never_meets_a_connection_that_the_manager_closes_for_idleness()
    {
        // As the manager, which closes after 30 s, at the worst moment: just when the next request arrives.
        var managersLimit = TimeSpan.FromSeconds(1);
        var lastUsed = new ConcurrentDictionary<int, long>();
        await using var backend = RecordingBackend.Start(exchange =>
        {
            var isIdle = lastUsed.TryGetValue(exchange.Connection, out var since) && TimeProvider.System.GetElapsedTime(since) > managersLimit;
            lastUsed[exchange.Connection] = TimeProvider.System.GetTimestamp();
            if (!isIdle)
            {
                return exchange.SendAsync(RecordingBackend.Ok);
            }

            exchange.Reset();
            return Task.CompletedTask;
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--Manager:IdleConnectionTimeout=00:00:00.800");

        foreach (var pause in (int[])[0, 100, 1_100, 700, 900, 1_300])
        {
            await Task.Delay(pause, Cancelled);
            Assert.Equal("HTTP/1.1 200 OK", (await RawClient.ExchangeAsync(proxy.Address, Post, Cancelled)).FirstLine);
        }

        Assert.InRange(backend.Accepted, 3, 5);
    }

    private static string[] HealthChecks =>
    [
        "--ReverseProxy:Clusters:manager:HealthCheck:Active:Enabled=true",
        "--ReverseProxy:Clusters:manager:HealthCheck:Active:Interval=00:00:00.100",
        "--ReverseProxy:Clusters:manager:HealthCheck:Active:Path=/health",
    ];

    private static bool IsHealthCheck(RawMessage request) => request.FirstLine == "GET /health HTTP/1.1";

    private static async Task AnswerSlowlyAsync(RecordedExchange exchange)
    {
        await Task.Delay(5, exchange.Stopping);
        await exchange.SendAsync(RecordingBackend.Ok);
    }

    private static async Task<string> MetricsAsync(RunningProxy proxy)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(proxy.Admin, "/metrics"), Cancelled);
    }
}
