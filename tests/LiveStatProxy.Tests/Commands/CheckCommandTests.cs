using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Tests.Rollout;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Commands;

[Collection(RolloutWorldDefinition.Name)]
public class CheckCommandTests(RolloutWorld rollout)
{
    [Fact]
    public async Task A_world_in_order_is_found_in_order()
    {
        var run = await CommandRun.SignedAsync(rollout.World, "check", null);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("configuration: every value is allowed", run.Output, StringComparison.Ordinal);
        Assert.Contains("flags.json: Prometheus 100 %", run.Output, StringComparison.Ordinal);
        Assert.Contains("version 24.09.0, with live_stat from Valkey", run.Output, StringComparison.Ordinal);
        Assert.Contains("POST /admin/gql takes a signed operation", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{rollout.World.World.RunningKernels.Count()} kernels with the metrics cpu_used, cpu_util", run.Output, StringComparison.Ordinal);
        Assert.Contains("no kernel comes from two instances", run.Output, StringComparison.Ordinal);
        Assert.Contains("a scrape about every", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_keypair_the_signature_is_left_to_the_operator()
    {
        var run = await CommandRun.InAsync(rollout.World, "check", null);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("POST /admin/gql asks for a signature", run.Output, StringComparison.Ordinal);
        Assert.Contains("Set BACKEND_ACCESS_KEY and BACKEND_SECRET_KEY", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machines_get_JSON()
    {
        var run = await CommandRun.InAsync(rollout.World, "check", null, "--json");

        Assert.Contains(run.Json.EnumerateArray(), finding =>
            finding.GetProperty("level").GetString() == "ok" && finding.GetProperty("about").GetString() == $"manager {rollout.World.Manager.Address}");
    }

    [Fact]
    public async Task All_mistakes_in_the_configuration_are_named_at_once()
    {
        var run = await CommandRun.InAsync(rollout.World, "check", null, "--Prometheus:Timeout=soon", "--Guardrail:MinimumSamples=-1");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(2, run.Error.Split("did not start:").Length - 1);
    }

    [Theory]
    [InlineData("25.15.3", 0, "version 25.15.3, with live_stat from Valkey")]
    [InlineData("26.4.3", 0, "with live_stat from Valkey")]
    [InlineData("26.4.4rc1", 0, "this proxy is not needed")]
    [InlineData("26.10.0", 0, "this proxy is not needed")]
    public async Task A_manager_that_is_on_Prometheus_itself_needs_no_proxy(string version, int exitCode, string text)
    {
        await using var manager = await LoopbackServer.StartAsync(
            0, context => context.Response.WriteAsync($$"""{"version": "v9.20250722", "manager": "{{version}}"}"""), cancellationToken: TestContext.Current.CancellationToken);

        var run = await CommandRun.InAsync(
            rollout.World, "check", null, $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={manager.Address}");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "Mend LiveStat:GraphQLPaths")]
    [InlineData(500, "Look into the manager's log")]
    public async Task A_manager_without_the_path_is_noticed(int status, string hint)
    {
        await using var manager = await LoopbackServer.StartAsync(
            0,
            context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            },
            cancellationToken: TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync(
            "check", $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={manager.Address}", $"--Prometheus:Address={rollout.World.Prometheus.Address}");

        Assert.Equal(status == 404 ? 1 : 0, run.ExitCode);
        Assert.Contains(hint, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_reached_is_a_failure_with_a_hint()
    {
        var run = await CommandRun.OfAsync(
            "check", "--ReverseProxy:Clusters:manager:Destinations:manager:Address=http://127.0.0.1:1", "--Prometheus:Address=http://127.0.0.1:1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("FAILURE  manager http://127.0.0.1:1/: no answer", run.Output, StringComparison.Ordinal);
        Assert.Contains("FAILURE  prometheus http://127.0.0.1:1/: no usable answer", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Prometheus_without_our_series_is_a_failure_with_a_hint()
    {
        var run = await CommandRun.InAsync(rollout.World, "check", null, "--Prometheus:Matchers:0=cluster=\"nowhere\"");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has no series backendai_container_utilization{cluster=\"nowhere\"}", run.Output, StringComparison.Ordinal);
    }
}
