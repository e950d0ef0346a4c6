using CsCheck;
using LiveStatProxy.Demo.Manager.Schema;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Pipeline;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>Variant Shadow over real sockets: the user's answer is the manager's, byte for byte.</summary>
public sealed class ShadowGateTests(GateWorld gate) : IClassFixture<GateWorld>, IAsyncLifetime
{
    private const int Operations = 300;
    private const string Shadowed = "source=manager; reason=shadow";

    private GateProxy? _proxy;

    private GateProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync() => _proxy = await gate.StartProxyAsync(LiveStatVariant.Shadow);

    public ValueTask DisposeAsync() => Proxy.DisposeAsync();

    [Fact]
    public async Task Every_answer_is_the_managers_byte_for_byte()
    {
        var results = new Dictionary<string, int>();
        var errors = 0;
        await new OperationGenerator(gate.World.World).Operations.SampleAsync(
            async operation =>
            {
                var direct = await Proxy.SendDirectlyAsync(operation.Query, operation.Variables);
                var proxied = await Proxy.SendAsync(operation.Query, operation.Variables);

                Assert.Equal((direct.Status, direct.Text), (proxied.Status, proxied.Text));
                results[proxied.Result!] = results.GetValueOrDefault(proxied.Result!) + 1;
                errors += proxied.Result == Shadowed && direct.Text.Contains("\"locations\"", StringComparison.Ordinal) ? 1 : 0;
            },
            iter: Operations, threads: 1);

        // The generator must reach what it is for.
        Assert.InRange(results.GetValueOrDefault(Shadowed), Operations / 20, Operations);
        TestContext.Current.SendDiagnosticMessage($"{string.Join(", ", results)}; {errors} with errors");
    }

    [Theory]
    [MemberData(nameof(SampleQueries))]
    public async Task What_clients_really_ask_is_shadowed(string query)
    {
        var direct = await Proxy.SendDirectlyAsync(query);
        var proxied = await Proxy.SendAsync(query);

        Assert.NotEmpty(StatisticText.In(direct.Text));
        Assert.Equal(direct.Text, proxied.Text);
        Assert.Equal(Shadowed, proxied.Result);
    }

    public static TheoryData<string> SampleQueries() => [.. SampleOperations.All];

    [Theory]
    [InlineData("{ compute_session_list(limit: 2, offset: 0) { items { containers { live_stat } } } nope: node(id: \"no such id\") { id } }")]
    [InlineData("{ compute_session_list(limit: 2, offset: 0) { items { containers { last_stat live_stat } } }\n  a: node(id: \"no such id\") { ... on KernelNode { live_stat } } b: node(id: \"none\") { id } }")]
    public async Task Errors_stand_where_the_clients_document_has_them(string query)
    {
        var direct = await Proxy.SendDirectlyAsync(query);
        var proxied = await Proxy.SendAsync(query);

        Assert.Contains("\"column\"", direct.Text, StringComparison.Ordinal);
        Assert.Equal(direct.Text, proxied.Text);
        Assert.Equal(Shadowed, proxied.Result);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task The_managers_coding_and_framing_are_kept(bool compresses, bool chunks)
    {
        gate.World.Manager.Behaviour.Compresses = compresses;
        gate.World.Manager.Behaviour.Chunks = chunks;
        try
        {
            var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { query = SampleOperations.Containers });
            var direct = await SendAsync(Proxy.Manager, body);
            var proxied = await SendAsync(Proxy.Address, body);

            Assert.Equal(compresses ? "gzip" : null, proxied.ContentEncoding);
            Assert.Equal(Decoding.Decode(direct), Decoding.Decode(proxied));
            Assert.Equal(Shadowed, proxied.Result);
        }
        finally
        {
            gate.World.Manager.Behaviour.Compresses = false;
            gate.World.Manager.Behaviour.Chunks = false;
        }

        Task<GateAnswer> SendAsync(Uri to, byte[] body) =>
            Proxy.SendBodyAsync(to, body, change: request => request.Headers.Add("Accept-Encoding", "gzip"));
    }

    [Fact]
    public async Task A_mutation_is_sent_once_and_shows_the_managers_values()
    {
        const string Mutation = """
            mutation M($id: GlobalIDField!, $name: String) {
              modify_compute_session(input: {id: $id, name: $name}) { item { name kernel_nodes { edges { node { live_stat id } } } } }
            }
            """;
        var variables = new { id = GlobalId.Of("ComputeSessionNode", gate.World.World.Sessions[0].Id), name = "shadowed" };
        gate.World.Manager.ForgetRequests();

        var proxied = await Proxy.SendAsync(Mutation, variables);

        Assert.Single(gate.World.Manager.Requests);
        Assert.Equal((await Proxy.SendDirectlyAsync(Mutation, variables)).Text, proxied.Text);
        Assert.Equal(Shadowed, proxied.Result);
    }

    [Fact]
    public async Task A_manager_that_refuses_the_companions_is_asked_for_the_original()
    {
        gate.World.Manager.Behaviour.Intercept = async (request, context) =>
        {
            if (System.Text.Encoding.UTF8.GetString(request.Body.Span).Contains("livestat_companion", StringComparison.Ordinal))
            {
                await context.Response.WriteAsync("""{"data": null, "errors": [{"message": "no"}]}""", context.RequestAborted);
                return true;
            }

            return false;
        };
        try
        {
            var direct = await Proxy.SendDirectlyAsync(SampleOperations.Containers);
            var proxied = await Proxy.SendAsync(SampleOperations.Containers);

            Assert.Equal(direct.Text, proxied.Text);
            Assert.Equal("source=manager; reason=manager-refused", proxied.Result);
        }
        finally
        {
            gate.World.Manager.Behaviour.Intercept = null;
        }
    }

    [Fact]
    public async Task What_the_user_got_is_compared_aside()
    {
        await Proxy.SendAsync(SampleOperations.Containers);

        await Eventually.TrueAsync(
            async () => await AdminMetrics.ReadAsync(Proxy, "livestat_shadow_kernels_total") > 0, "nothing was compared");
    }

    [Fact]
    public async Task A_Prometheus_that_is_gone_keeps_nobody_waiting()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Shadow, new Uri("http://127.0.0.1:1"));

        var direct = await proxy.SendDirectlyAsync(SampleOperations.Containers);
        var proxied = await proxy.SendAsync(SampleOperations.Containers);

        Assert.Equal((direct.Text, Shadowed), (proxied.Text, proxied.Result));
        await Eventually.TrueAsync(
            async () => await AdminMetrics.ReadAsync(proxy, "livestat_shadow_skipped_total{reason=\"prometheus-unavailable\"}") > 0,
            "the failure was not counted");
    }
}
