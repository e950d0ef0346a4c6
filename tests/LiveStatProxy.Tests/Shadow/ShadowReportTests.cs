using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using LiveStatProxy.Commands;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Rollout;
using LiveStatProxy.Shadow;
using LiveStatProxy.Shadow.Reporting;
using LiveStatProxy.Tests.Demo;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>The report, its API and its command.</summary>
public class ShadowReportTests(ManagerFixture fixture) : IClassFixture<ManagerFixture>
{
    private const string Healthy = """{"mem": {"current": "1000000000", "unit_hint": "bytes", "stats.max": "9000000000"}}""";
    private const string Skewed = """{"mem": {"current": "1250000000", "unit_hint": "bytes", "stats.max": "3000000000"}}""";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    [Fact]
    public async Task It_is_ready_after_enough_comparisons_that_match()
    {
        await using var shadow = await ComparedAsync(Healthy);

        var report = shadow.Get<ShadowReporter>().Read();

        Assert.Equal(Readiness.Ready, report.Verdict.Readiness);
        Assert.Equal((6, 300), (report.Kernels, report.Results.Equal));
        Assert.Equal(1, await shadow.ReadMetricAsync("livestat_shadow_readiness{verdict=\"ready\"}"));
        Assert.InRange(await shadow.ReadMetricAsync("livestat_shadow_mismatch_upper_bound"), 0.001, 0.02);
    }

    [Fact]
    public async Task It_tells_what_differs_how_much_and_an_example()
    {
        await using var shadow = await ComparedAsync(Skewed);

        var report = shadow.Get<ShadowReporter>().Read();

        Assert.Equal(Readiness.NotReady, report.Verdict.Readiness);
        var field = Assert.Single(report.Fields, field => field is { Metric: "mem", Field: "current" });
        Assert.Equal((60, 60), (field.Results.Mismatch, field.Value));
        Assert.Equal(0.2, field.WorstDifference, 0.001);
        Assert.Equal(0.25, field.Bias.Share, 0.001);
        Assert.Equal(3, field.Examples.Count);
        Assert.Equal(("1000000000", "1250000000"), (field.Examples.First().Manager, field.Examples.First().Prometheus));
        var rule = Assert.Single(report.Expected, rule => rule.Name == "lifelong-maximum");
        Assert.Equal((60, true), (rule.Count, rule.InForce));
        Assert.Equal(1, await shadow.ReadMetricAsync("livestat_shadow_readiness{verdict=\"not-ready\"}"));
    }

    [Fact]
    public async Task The_API_serves_it_and_begins_it_anew_by_POST_alone()
    {
        await using var proxy = await StartAsync();
        using var client = new HttpClient();
        var before = await ReadAsync(client, proxy);
        using var get = await client.GetAsync(new Uri(proxy.Admin, "api/shadow/reset"), TestContext.Current.CancellationToken);
        using var post = await client.PostAsync(new Uri(proxy.Admin, "api/shadow/reset"), null, TestContext.Current.CancellationToken);

        Assert.Equal(Readiness.NotEnoughData, before.Verdict.Readiness);
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
        Assert.Equal(HttpStatusCode.OK, post.StatusCode);
        Assert.True((await ReadAsync(client, proxy)).Since > before.Since);
        Assert.Equal(404, (await proxy.SendBodyAsync(new Uri(proxy.Address, "/"), [], "/api/shadow")).Status);
    }

    [Fact]
    public async Task The_command_prints_it_and_its_exit_code_tells_the_verdict()
    {
        await using var proxy = await StartAsync();
        await proxy.SendAsync(SampleOperations.Containers);
        await Eventually.TrueAsync(async () => await AdminMetrics.ReadAsync(proxy, "livestat_shadow_kernels_total") > 0, "nothing was compared");

        var (code, output) = await RunAsync("report", "--admin", proxy.Admin.ToString());
        Assert.Equal(3, code);
        Assert.Contains("Safe to promote? not enough data", output, StringComparison.Ordinal);
        Assert.Contains("Skipped: prometheus-unavailable ", output, StringComparison.Ordinal);

        var (_, json) = await RunAsync("report", "--json", "--admin", proxy.Admin.ToString());
        Assert.Equal("not-enough-data", JsonDocument.Parse(json).RootElement.GetProperty("verdict").GetProperty("readiness").GetString());
    }

    [Theory]
    [InlineData(Healthy, 0, "Safe to promote? ready")]
    [InlineData(Skewed, 1, "mem current: 100.0 % of 60 differ beyond noise")]
    public async Task The_exit_code_is_for_pipelines(string prometheus, int exitCode, string line)
    {
        await using var shadow = await ComparedAsync(prometheus);
        var report = JsonSerializer.SerializeToUtf8Bytes(shadow.Get<ShadowReporter>().Read(), Format);
        await using var admin = await LiveStatProxy.Demo.Hosting.LoopbackServer.StartAsync(
            0, context => context.Response.Body.WriteAsync(report, context.RequestAborted).AsTask(), cancellationToken: TestContext.Current.CancellationToken);

        var (code, output) = await RunAsync("report", "--admin", admin.Address.ToString());

        Assert.Equal(exitCode, code);
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_proxy_the_exit_code_says_so() => Assert.Equal(4, (await RunAsync("report", "--admin", "http://127.0.0.1:1")).Code);

    private static async Task<ShadowUnderTest> ComparedAsync(string prometheus)
    {
        var shadow = new ShadowUnderTest(new ShadowOptions { NoiseShare = 0, MinComparisons = 100, MaxMismatchShare = 0.02, MaxFieldMismatchShare = 0.1 });
        shadow.Source.Answer = _ => prometheus;
        await shadow.StartAsync();
        Guid[] kernels = [.. Enumerable.Range(0, 6).Select(_ => Guid.NewGuid())];
        for (var round = 1; round <= 10; round++)
        {
            shadow.Take(Healthy, kernels);
            var compared = 6 * round;
            await Eventually.TrueAsync(
                () => shadow.Tally.Read(contents => contents.Tally.Fields.TryGetValue(new FieldKey("*", "*"), out var whole) && whole.Judged == compared),
                "nothing was compared");
            shadow.Time.Advance(TimeSpan.FromMinutes(2));
        }

        return shadow;
    }

    private Task<GateProxy> StartAsync() => GateProxy.StartAsync(
        LiveStatVariant.Shadow, fixture.Demo.Manager.Address, new Uri("http://127.0.0.1:1"), fixture.Demo.SignerOf(fixture.Demo.World.Superadmin));

    private static async Task<ShadowReport> ReadAsync(HttpClient client, GateProxy proxy) =>
        (await client.GetFromJsonAsync<ShadowReport>(new Uri(proxy.Admin, "api/shadow"), Format, TestContext.Current.CancellationToken))!;

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var code = await ProxyCommandLine.Create().Parse(arguments)
            .InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
