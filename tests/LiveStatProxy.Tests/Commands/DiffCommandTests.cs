using LiveStatProxy.Tests.Rollout;

namespace LiveStatProxy.Tests.Commands;

[Collection(RolloutWorldDefinition.Name)]
public class DiffCommandTests(RolloutWorld rollout)
{
    private const string Operation = "{ compute_session_list(limit: 10, offset: 0) { items { containers { live_stat } } } }";

    [Fact]
    public async Task Both_sides_stand_side_by_side_by_kernel_and_metric()
    {
        var run = await CommandRun.SignedAsync(rollout.World, "diff", Operation, "--json", "--tolerance", "2");

        Assert.Equal("", run.Error);
        var kernels = run.Json.GetProperty("kernels").EnumerateArray().ToList();
        Assert.NotEmpty(kernels);
        Assert.All(kernels, kernel => Assert.True(Guid.TryParse(kernel.GetProperty("kernel").GetString(), out _)));
        Assert.Contains(kernels.SelectMany(kernel => kernel.GetProperty("rows").EnumerateArray()), row =>
            row.GetProperty("metric").GetString() == "mem"
            && row.GetProperty("field").GetString() == "current"
            && row.GetProperty("relativeDifference").GetDouble() is > -1 and < 1
            && row.GetProperty("manager").GetString() != null
            && row.GetProperty("prometheus").GetString() != null);
    }

    [Fact]
    public async Task People_get_a_table()
    {
        var run = await CommandRun.SignedAsync(rollout.World, "diff", Operation);

        Assert.InRange(run.ExitCode, 0, 1);
        Assert.Contains("cpu_util", run.Output, StringComparison.Ordinal);
        Assert.Contains("kernels:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_tells_whether_all_is_within_the_tolerance()
    {
        Assert.Equal(1, (await CommandRun.SignedAsync(rollout.World, "diff", Operation, "--tolerance", "0")).ExitCode);
    }

    [Theory]
    [InlineData("{ agents { live_stat } }", "not-a-kernel")]
    [InlineData("mutation { modify_compute_session(input: {id: 1}) { item { kernel_nodes { edges { node { live_stat } } } } } }", "not a query")]
    public async Task What_cannot_be_compared_is_said(string operation, string text)
    {
        rollout.World.Manager.ForgetRequests();

        var run = await CommandRun.SignedAsync(rollout.World, "diff", operation);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(text, run.Error, StringComparison.Ordinal);
        Assert.Empty(rollout.World.Manager.Requests);
    }

    [Fact]
    public async Task Without_a_keypair_nothing_is_sent()
    {
        var run = await CommandRun.InAsync(rollout.World, "diff", Operation);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("BACKEND_ACCESS_KEY", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Prometheus:Address=http://127.0.0.1:1", "Prometheus gave no statistics (prometheus-unreachable)")]
    [InlineData("--manager=http://127.0.0.1:1", "The manager gave no answer")]
    [InlineData("--path=/nowhere", "The manager answered 404")]
    [InlineData("--operation=Nobody", "document-invalid")]
    [InlineData("--variables={", "--variables is no JSON")]
    public async Task What_fails_is_said(string argument, string text)
    {
        var run = await CommandRun.SignedAsync(rollout.World, "diff", Operation, argument);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(text, run.Error, StringComparison.Ordinal);
    }
}
