using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveStatProxy.Demo;
using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Demo.Manager.Schema;
using LiveStatProxy.Rollout;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Pipeline;

public class FallbackTests(GateWorld gate) : IClassFixture<GateWorld>
{
    private const string Mutation = """
        mutation M($id: GlobalIDField!, $name: String) {
          modify_compute_session(input: {id: $id, name: $name}) { item { name kernel_nodes { edges { node { live_stat id } } } } }
        }
        """;

    [Fact]
    public async Task An_unreachable_Prometheus_costs_the_user_nothing_but_the_source()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, new Uri("http://127.0.0.1:1"));

        await AssertFallsBackAsync(proxy, "prometheus-unreachable");
    }

    [Fact]
    public async Task A_Prometheus_that_never_answers_is_given_up_after_its_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var proxy = await gate.StartProxyAsync(
            LiveStatVariant.Prometheus, new Uri($"http://{silent.LocalEndpoint}"), "--Prometheus:Timeout=00:00:00.200");

        await AssertFallsBackAsync(proxy, "prometheus-timeout");
    }

    [Theory]
    [InlineData(500, """{"status":"error","errorType":"internal","error":"boom"}""", "prometheus-error")]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"too many samples"}""", "prometheus-error")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["a store is down"]}""", "prometheus-incomplete")]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[""", "prometheus-error")]
    [InlineData(200, """{"status":"success","data":{"resultType":"string","result":[1,"x"]}}""", "prometheus-error")]
    [InlineData(200, "<html>sign in</html>", "prometheus-error")]
    [InlineData(302, "", "prometheus-error")]
    public async Task An_answer_of_Prometheus_that_is_no_complete_result_is_not_used(int status, string answer, string reason)
    {
        await using var prometheus = await LoopbackServer.StartAsync(0, async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            await context.Response.WriteAsync(answer, context.RequestAborted);
        }, cancellationToken: TestContext.Current.CancellationToken);
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, prometheus.Address);

        await AssertFallsBackAsync(proxy, reason);
    }

    [Fact]
    public async Task An_old_manager_without_the_id_field_answers_as_ever()
    {
        await using var old = await DemoWorld.StartAsync(
            new DemoWorldOptions { Schema = SchemaVariant.Old, Prometheus = null, Time = new FrozenTime() }, TestContext.Current.CancellationToken);
        await using var proxy = await GateProxy.StartAsync(
            LiveStatVariant.Prometheus, old.Manager.Address, gate.World.Prometheus.Address, old.SignerOf(old.World.Superadmin));
        const string Operation = "{ compute_session_nodes(first: 5) { edges { node { kernel_nodes { edges { node { live_stat } } } } } } }";

        var direct = await proxy.SendDirectlyAsync(Operation);
        var proxied = await proxy.SendAsync(Operation);

        Assert.NotEmpty(StatisticText.In(direct.Text));
        Assert.Equal((direct.Status, direct.Text), (proxied.Status, proxied.Text));
        Assert.Equal("source=manager; reason=manager-refused", proxied.Result);
    }

    [Theory]
    [InlineData("<html>oops</html>", "answer-unusable")]
    [InlineData("""{"data": {"compute_session_list": {"items": [{"containers": [{"live_stat": "no UUID"}]}]}}}""", "answer-unusable")]
    [InlineData("""{"data": null, "errors": [{"message": "no"}]}""", "manager-refused")]
    public async Task An_answer_that_cannot_be_scanned_is_asked_for_again(string answer, string reason)
    {
        gate.World.Manager.Behaviour.Intercept = async (request, context) =>
        {
            if (System.Text.Encoding.UTF8.GetString(request.Body.Span).Contains(": id", StringComparison.Ordinal))
            {
                await context.Response.WriteAsync(answer, context.RequestAborted);
                return true;
            }

            return false;
        };
        try
        {
            await AssertFallsBackAsync(gate.InModePrometheus, reason);
        }
        finally
        {
            gate.World.Manager.Behaviour.Intercept = null;
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_asked_for_again()
    {
        gate.World.Manager.Behaviour.Intercept = async (request, context) =>
        {
            if (System.Text.Encoding.UTF8.GetString(request.Body.Span).Contains(": id", StringComparison.Ordinal))
            {
                context.Response.ContentLength = 1_000;
                await context.Response.WriteAsync("{\"data\": {", context.RequestAborted);
                return true;
            }

            return false;
        };
        try
        {
            await AssertFallsBackAsync(gate.InModePrometheus, "answer-unusable");
        }
        finally
        {
            gate.World.Manager.Behaviour.Intercept = null;
        }
    }

    [Fact]
    public async Task An_answer_over_the_limit_streams_through()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, "--LiveStat:MaxResponseBytes=1000");

        await AssertFallsBackAsync(proxy, "answer-too-large");
    }

    [Fact]
    public async Task An_answer_with_another_status_is_passed_on()
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { query = SampleOperations.Containers });
        var signer = new LiveStatProxy.Signing.RequestSigner(gate.World.World.Superadmin.AccessKey, "wrong", TimeProvider.System);

        var direct = await gate.InModePrometheus.SendBodyAsync(gate.World.Manager.Address, body, signer: signer);
        var proxied = await gate.InModePrometheus.SendBodyAsync(gate.InModePrometheus.Address, body, signer: signer);

        Assert.Equal(401, direct.Status);
        Assert.Equal((direct.Status, direct.Text), (proxied.Status, proxied.Text));
        Assert.Equal("source=manager; reason=manager-error", proxied.Result);
    }

    [Theory]
    [InlineData("/admin/gql", """{"data": {""")]
    [InlineData("/admin/graphql", "{")]
    public async Task A_mutation_is_sent_once_and_shows_Prometheus_values(string path, string start)
    {
        gate.World.Manager.ForgetRequests();
        var session = gate.World.World.Sessions[0];

        var answer = await gate.InModePrometheus.SendAsync(
            Mutation, new { id = GlobalId.Of("ComputeSessionNode", session.Id), name = "renamed" }, path);

        Assert.Single(gate.World.Manager.Requests);
        Assert.StartsWith("source=prometheus; reason=ok", answer.Result, StringComparison.Ordinal);
        Assert.StartsWith(start + """
            "modify_compute_session": {"item": {"name": "renamed", "kernel_nodes": {"edges": [{"node": {"live_stat": "{
            """, answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("companion", answer.Text, StringComparison.Ordinal);
        Assert.All(StatisticText.In(answer.Text), statistic => Assert.True(statistic.GetProperty("mem").TryGetProperty("stats.sum", out _)));
    }

    [Fact]
    public async Task A_mutation_keeps_the_managers_values_when_Prometheus_fails()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, new Uri("http://127.0.0.1:1"));
        gate.World.Manager.ForgetRequests();
        var variables = new { id = GlobalId.Of("ComputeSessionNode", gate.World.World.Sessions[1].Id), name = "renamed too" };

        var proxied = await proxy.SendAsync(Mutation, variables);
        Assert.Single(gate.World.Manager.Requests);
        var direct = await proxy.SendDirectlyAsync(Mutation, variables);

        Assert.NotEmpty(StatisticText.In(proxied.Text));
        Assert.Equal(direct.Text, proxied.Text);
        Assert.Equal("source=manager; reason=prometheus-unreachable", proxied.Result);
    }

    [Fact]
    public async Task A_query_that_has_the_managers_values_at_hand_is_not_sent_again()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, new Uri("http://127.0.0.1:1"));
        const string WithCompanions = "query Q($id: ID!) { node(id: $id) { ... on KernelNode { live_stat } ... on AgentNode { live_stat } } }";
        var variables = new { id = GlobalId.Of("KernelNode", gate.World.World.Sessions[0].Kernels[0].Id) };
        gate.World.Manager.ForgetRequests();

        var proxied = await proxy.SendAsync(WithCompanions, variables);
        var sent = Assert.Single(gate.World.Manager.Requests);
        var direct = await proxy.SendDirectlyAsync(WithCompanions, variables);

        Assert.Contains("companion", Encoding.UTF8.GetString(sent.Body.Span), StringComparison.Ordinal);
        Assert.NotEmpty(StatisticText.In(proxied.Text));
        Assert.Equal(direct.Text, proxied.Text);
        Assert.Equal("source=manager; reason=prometheus-unreachable", proxied.Result);
    }

    private static async Task AssertFallsBackAsync(GateProxy proxy, string reason)
    {
        var direct = await proxy.SendDirectlyAsync(SampleOperations.Containers);
        var proxied = await proxy.SendAsync(SampleOperations.Containers);

        Assert.NotEmpty(StatisticText.In(direct.Text));
        Assert.Equal((direct.Status, direct.Text), (proxied.Status, proxied.Text));
        Assert.Equal($"source=manager; reason={reason}", proxied.Result);
    }
}
