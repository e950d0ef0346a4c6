namespace LiveStatProxy.Tests;

public class AdminListenerTests
{
    [Fact]
    public async Task Liveness_is_served_on_the_admin_listener_only()
    {
        await using var proxy = ProxyApplication.Build(
            Configuration.ConfigurationDirectory.FindDefault(),
            "--Kestrel:Endpoints:Proxy:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:Admin:Url=http://127.0.0.1:0",
            "--ReverseProxy:Clusters:manager:Destinations:manager:Address=http://127.0.0.1:1");
        await proxy.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        var statuses = new List<int>();
        foreach (var address in proxy.Urls)
        {
            using var response = await client.GetAsync($"{address}/healthz/live", TestContext.Current.CancellationToken);
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 502], statuses.Order());
    }
}
