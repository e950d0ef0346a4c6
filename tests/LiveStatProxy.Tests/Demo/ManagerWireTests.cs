using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveStatProxy.Demo;
using LiveStatProxy.Demo.Manager.Schema;
using LiveStatProxy.Tests.Forwarding;

namespace LiveStatProxy.Tests.Demo;

public class ManagerWireTests(ManagerFixture fixture) : IClassFixture<ManagerFixture>
{
    public static TheoryData<ManagerCase> Cases => [.. ManagerCase.ReadAll()];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public async Task Golden_case(ManagerCase wanted)
    {
        using var response = await fixture.Demo.PostAsync(wanted.Path, Encoding.UTF8.GetBytes(wanted.Body));

        Assert.Equal(wanted.Answer, await TextOf(response));
        Assert.Equal(wanted.Status, (int)response.StatusCode);
        Assert.Equal(wanted.Status == 200 ? "application/json; charset=utf-8" : "application/problem+json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(wanted.Answer.Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Bad_UTF8_is_a_problem_of_the_server()
    {
        using var response = await fixture.Demo.PostAsync("/admin/gql", [.. "{\"query\": \""u8, 0xC3, 0x28, .. "\"}"u8]);

        Assert.Equal(500, (int)response.StatusCode);
    }

    [Fact]
    public async Task The_media_type_is_ignored_but_not_its_charset()
    {
        var body = Encoding.Latin1.GetBytes("""{"query": "{ compute_session_nodes(first: 0, filter: \"tag == \\\"é\\\"\") { count } }"}""");
        using var content = new ByteArrayContent(body);
        content.Headers.Add("Content-Type", "text/plain; charset=latin1");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Demo.Manager.Address, "/admin/gql")) { Content = content };
        await fixture.Demo.SignerOf(fixture.Demo.World.Superadmin).SignAsync(request, TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("""{"data": {"compute_session_nodes": {"count": 0}}, "errors": null}""", await TextOf(response));
    }

    [Fact]
    public async Task Statistics_are_a_string_of_json_in_the_manner_of_the_Valkey_era()
    {
        using var answer = JsonDocument.Parse(await fixture.Demo.AskAsync(
            "{ compute_session_list(limit: 1, offset: 0, status: \"RUNNING\") { items { containers { live_stat last_stat } } } }"));

        var container = answer.RootElement.GetProperty("data").GetProperty("compute_session_list").GetProperty("items")[0].GetProperty("containers")[0];
        var payload = container.GetProperty("live_stat").GetString()!;
        Assert.Equal(payload, container.GetProperty("last_stat").GetString());
        Assert.StartsWith("{\"cpu_used\": {\"current\": \"", payload, StringComparison.Ordinal);
        using var metrics = JsonDocument.Parse(payload);
        Assert.Equal(["current", "capacity", "pct", "unit_hint"], Names(metrics.RootElement.GetProperty("cpu_used")));
        Assert.Equal(JsonValueKind.Null, metrics.RootElement.GetProperty("cpu_used").GetProperty("capacity").ValueKind);
        Assert.Equal(["current", "capacity", "pct", "unit_hint", "stats.avg", "stats.max"], Names(metrics.RootElement.GetProperty("cpu_util")));
    }

    [Theory]
    [InlineData("PENDING")]
    [InlineData("TERMINATED")]
    public async Task A_kernel_that_does_not_run_has_no_statistics(string status)
    {
        var answer = await fixture.Demo.AskAsync(
            $$"""{ compute_session_list(limit: 9, offset: 0, status: "{{status}}") { items { containers { live_stat last_stat } } } }""");

        Assert.Equal(
            """{"data": {"compute_session_list": {"items": [{"containers": [{"live_stat": null, "last_stat": null}]}]}}, "errors": null}""", answer);
    }

    [Fact]
    public async Task Legacy_scalars_tell_the_same_as_the_statistics()
    {
        using var answer = JsonDocument.Parse(await fixture.Demo.AskAsync(
            "{ legacy_compute_session_list(limit: 1, offset: 0, status: \"RUNNING\") { items { live_stat cpu_using io_read_bytes mem_max_bytes } } }"));

        var session = answer.RootElement.GetProperty("data").GetProperty("legacy_compute_session_list").GetProperty("items")[0];
        using var metrics = JsonDocument.Parse(session.GetProperty("live_stat").GetString()!);
        Assert.Equal(Number("cpu_util", "pct"), session.GetProperty("cpu_using").GetDouble());
        Assert.Equal(Number("io_read", "current"), session.GetProperty("io_read_bytes").GetDouble());
        Assert.Equal(Number("mem", "stats.max"), session.GetProperty("mem_max_bytes").GetDouble());

        double Number(string metric, string field) =>
            double.Parse(metrics.RootElement.GetProperty(metric).GetProperty(field).GetString()!, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_user_sees_only_his_own_sessions()
    {
        var world = fixture.Demo.World;
        var foreign = world.Sessions.First(session => session.Owner != world.FirstUser);
        var own = world.Sessions.Count(session => session.Owner == world.FirstUser);

        var answer = await fixture.Demo.AskAsync(
            $$"""{ compute_session_nodes(first: 0) { count } compute_container(id: "{{foreign.Kernels[0].Id}}") { live_stat } agents { id } }""", world.FirstUser);

        Assert.Equal(
            $$$"""{"data": {"compute_session_nodes": {"count": {{{own}}}}, "compute_container": null, "agents": null}, "errors": [{"message": "Forbidden operation. (agents are for admins)", "locations": [{"line": 1, "column": 121}], "path": ["agents"]}]}""",
            answer);
        Assert.InRange(own, 1, world.Sessions.Count - 1);
    }

    [Fact]
    public async Task Every_way_to_a_kernel_leads_to_the_same_kernel()
    {
        var kernel = fixture.Demo.World.RunningKernels.First();
        var session = kernel.Session;
        var answer = await fixture.Demo.AskAsync($$"""
            {
              node(id: "{{GlobalId.Of("KernelNode", kernel.Id)}}") { ... on KernelNode { row_id } }
              entity: _entities(representations: [{__typename: "ComputeSessionNode", id: "{{GlobalId.Of("ComputeSessionNode", session.Id)}}"}]) {
                ... on ComputeSessionNode { kernel_nodes { edges { node { row_id } } } }
              }
              compute_session_node(id: "{{session.Id}}") { kernel_nodes { edges { node { row_id } } } }
              compute_session(id: "{{session.Id}}") { containers { kernel_id } }
              compute_container(id: "{{kernel.Id}}") { id }
              compute_container_list(limit: 1, offset: 0, session_id: "{{session.Id}}") { ... on PaginatedList { items { ... on ComputeContainer { id } } } }
              legacy_compute_session(sess_id: "{{session.Name}}") { id }
              keypair(access_key: "{{session.Owner.AccessKey}}") { compute_sessions(status: "RUNNING") { containers { id } } }
              agent(agent_id: "{{kernel.Agent!.Id}}") { compute_containers { id } }
              agent_nodes { edges { node { kernel_nodes { edges { node { row_id } } } } } }
            }
            """);

        Assert.EndsWith("\"errors\": null}", answer, StringComparison.Ordinal);
        Assert.True(answer.Split(kernel.Id.ToString()).Length - 1 >= 10, answer);
    }

    [Fact]
    public async Task A_mutation_changes_the_session_and_shows_its_kernels()
    {
        await using var demo = await DemoWorld.StartAsync(new DemoWorldOptions { Prometheus = null }, TestContext.Current.CancellationToken);
        var session = demo.World.Sessions[0];

        var answer = await demo.AskAsync(
            $"mutation {{ modify_compute_session(input: {{id: \"{session.Id}\", name: \"new\", priority: 3, clientMutationId: \"m\"}}) "
            + "{ clientMutationId item { name priority kernel_nodes { count } } } }");

        Assert.Equal(
            """{"data": {"modify_compute_session": {"clientMutationId": "m", "item": {"name": "new", "priority": 3, "kernel_nodes": {"count": 1}}}}, "errors": null}""",
            answer);
        Assert.Equal("new", session.Name);
    }

    [Fact]
    public async Task An_old_manager_does_not_know_the_kernels_row_id()
    {
        await using var demo = await DemoWorld.StartAsync(
            new DemoWorldOptions { Prometheus = null, Schema = SchemaVariant.Old }, TestContext.Current.CancellationToken);

        Assert.Contains("Cannot query field 'row_id' on type 'KernelNode'", await demo.AskAsync(
            "{ compute_session_nodes { edges { node { kernel_nodes { edges { node { live_stat: row_id } } } } } } }"), StringComparison.Ordinal);
        Assert.EndsWith("\"errors\": null}", await demo.AskAsync(
            "{ compute_session_list(limit: 1, offset: 0) { items { containers { live_stat: id } } } }"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_real_web_ui_operation_runs_where_it_is_at_hand()
    {
        if (RealOperation.Path is not { } path)
        {
            return;
        }

        var operation = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        var answer = await fixture.Demo.AskAsync(operation);

        Assert.EndsWith("\"errors\": null}", answer, StringComparison.Ordinal);
        Assert.Contains("\"live_stat\": \"{\\\"cpu_used\\\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_recorded_as_they_came()
    {
        await using var demo = await DemoWorld.StartAsync(new DemoWorldOptions { Prometheus = null }, TestContext.Current.CancellationToken);

        var response = await RawClient.ExchangeAsync(
            demo.Manager.Address,
            "POST /no/such%2Fpath?x=%7e HTTP/1.1\r\nx-B: 1\r\nHOST: example.com\r\nX-a:  2 \r\nx-b: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            TestContext.Current.CancellationToken);

        Assert.Contains("404", response.FirstLine, StringComparison.Ordinal);
        var request = Assert.Single(demo.Manager.Requests);
        Assert.Equal("/no/such%2Fpath?x=%7e", request.RawTarget);
        Assert.Equal(
            ["x-B=1", "HOST=example.com", "X-a=2", "x-b=3", "Transfer-Encoding=chunked"],
            request.Headers.Select(header => $"{header.Key}={header.Value}"));
        Assert.Equal("abcde", Encoding.ASCII.GetString(request.Body.Span));
    }

    [Fact]
    public async Task The_plain_paths_need_no_graphql()
    {
        using var client = new HttpClient();

        Assert.Equal(
            """{"version": "v8.20240915", "manager": "24.09.0"}""",
            await client.GetStringAsync(fixture.Demo.Manager.Address, TestContext.Current.CancellationToken));
        using var wrongMethod = await client.GetAsync(new Uri(fixture.Demo.Manager.Address, "/admin/gql"), TestContext.Current.CancellationToken);
        Assert.Equal(405, (int)wrongMethod.StatusCode);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    private static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
