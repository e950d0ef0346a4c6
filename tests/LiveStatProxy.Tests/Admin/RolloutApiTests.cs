using System.Text.RegularExpressions;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Rollout;

namespace LiveStatProxy.Tests.Admin;

[Collection(RolloutWorldDefinition.Name)]
public class RolloutApiTests(RolloutWorld rollout)
{
    [Fact]
    public async Task The_rollout_is_shown_with_its_shares_as_configured_and_as_seen()
    {
        await using var proxy = await rollout.StartProxyAsync();
        File.WriteAllText(proxy.Configuration.FlagsFile, Flags.File(""" "percentile": [{"variant": "Prometheus", "from": 0, "to": 25}, {"variant": "Shadow", "from": 25, "to": 35}] """));
        await Eventually.TrueAsync(async () => (await proxy.RolloutAsync()).GetProperty("changes").GetArrayLength() == 1);
        await proxy.OutcomeAsync();
        await proxy.OutcomeAsync();

        var status = await proxy.RolloutAsync();

        Assert.Equal("the flag decides: Prometheus 25 %, Shadow 10 %, Manager 65 %", status.GetProperty("effective").GetString());
        Assert.Equal(proxy.Configuration.FlagsFile, status.GetProperty("flag").GetProperty("source").GetString());
        Assert.Equal(65, status.GetProperty("shares").GetProperty("configured").GetProperty("Manager").GetDouble());
        Assert.Equal(2, status.GetProperty("shares").GetProperty("seenRequests").GetInt32());
        Assert.Equal(100, status.GetProperty("shares").GetProperty("seen").EnumerateObject().Sum(share => share.Value.GetDouble()));
        Assert.Equal("Inconclusive", status.GetProperty("guardrail").GetProperty("verdict").GetString());
        Assert.Equal("taken", status.GetProperty("lastReload").GetProperty("result").GetString());
        var change = status.GetProperty("changes")[0];
        Assert.Equal("enabled, Prometheus 100 %, Shadow 0 %, Manager 0 %", change.GetProperty("from").GetString());
        Assert.Equal("enabled, Prometheus 25 %, Shadow 10 %, Manager 65 %", change.GetProperty("to").GetString());
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        await using var proxy = await rollout.StartProxyAsync();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options, HttpMethod.Put })
        {
            Assert.InRange(await proxy.SendAsync(method, "api/rollout/kill"), 400, 499);
        }

        Assert.Equal("ok", await proxy.OutcomeAsync());
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_sites_page_changes_nothing(string header, string value)
    {
        await using var proxy = await rollout.StartProxyAsync();

        Assert.Equal(403, await proxy.PostAsync("api/rollout/kill", (header, value)));
        Assert.Equal("ok", await proxy.OutcomeAsync());
    }

    [Fact]
    public async Task A_name_that_points_here_by_rebinding_is_not_trusted()
    {
        await using var proxy = await rollout.StartProxyAsync();

        Assert.Equal(403, await proxy.PostAsync("api/rollout/kill", ("Host", "evil.example"), ("Origin", "http://evil.example")));
    }

    [Fact]
    public async Task The_own_page_and_those_that_are_named_may_change_the_rollout()
    {
        await using var proxy = await rollout.StartProxyAsync(LiveStatVariant.Prometheus, "--Admin:Origins:0=https://ops.example.com");

        Assert.Equal(200, await proxy.PostAsync("api/rollout/kill", ("Origin", proxy.Admin.GetLeftPart(UriPartial.Authority))));
        Assert.Equal(200, await proxy.PostAsync("api/rollout/kill", ("Origin", "https://ops.example.com"), ("Sec-Fetch-Site", "cross-site")));
    }

    [Fact]
    public async Task The_api_is_on_the_admin_listener_only()
    {
        await using var proxy = await rollout.StartProxyAsync();
        using var client = new HttpClient();

        using var response = await client.PostAsync(new Uri(proxy.Address, "api/rollout/kill"), null, TestContext.Current.CancellationToken);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("ok", await proxy.OutcomeAsync());
    }

    [Fact]
    public async Task Every_metric_that_the_operators_page_names_exists()
    {
        await using var proxy = await rollout.StartProxyAsync();
        await proxy.OutcomeAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(proxy.Configuration.Folder, "OPERATIONS.md"), TestContext.Current.CancellationToken);

        var metrics = await proxy.MetricsAsync();

        Assert.All(
            Regex.Matches(page, "livestat_[a-z_]+").Select(match => match.Value.Replace("_bucket", "", StringComparison.Ordinal)).Distinct(),
            name => Assert.Contains($"# TYPE {name} ", metrics, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_proxy_is_ready_without_Prometheus()
    {
        await using var proxy = await rollout.StartProxyWithoutPrometheusAsync();
        await proxy.OutcomeAsync();

        Assert.Equal(200, await proxy.SendAsync(HttpMethod.Get, "healthz/ready"));
        Assert.Equal(200, await proxy.SendAsync(HttpMethod.Get, "healthz/live"));
    }
}
