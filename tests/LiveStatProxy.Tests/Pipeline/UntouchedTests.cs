using System.Text;
using LiveStatProxy.Rollout;
using LiveStatProxy.Signing;

namespace LiveStatProxy.Tests.Pipeline;

public class UntouchedTests(GateWorld gate) : IClassFixture<GateWorld>
{
    private const string Operation = "{ compute_session_list(limit: 3, offset: 0) { items { containers { live_stat } } } }";

    public static TheoryData<string, string> Bodies => new()
    {
        { "body-not-understood", $$"""{"query": "{{Operation}}", "query": "{{Operation}}"}""" },
        { "body-not-understood", $$"""{"query": "{{Operation}}", "operationName": null, "operation_name": null}""" },
        { "body-not-understood", $$"""[{"query": "{{Operation}}"}]""" },
        { "body-not-understood", """{"variables": {"live_stat": 1}}""" },
        { "body-not-understood", $$"""{"query": "{{Operation}} \q"}""" },
        { "body-not-understood", $$"""{"query": "{{Operation}}", "variables": {"x": 1}""" },
        { "body-not-understood", $$$"""{"query": "mutation { a { ... on KernelNode { live_stat } } }", "variables": {"x": ]}""" },
        { "body-not-understood", "\uFEFF" + $$"""{"query": "{{Operation}}"}""" },
        { "body-not-understood", "live_stat" },
        { "no-live-stat", """{"query": "{ agents { id } }"}""" },
        { "no-live-stat", "" },
        { "document-invalid", """{"query": "{ live_stat "}""" },
        { "not-a-kernel", """{"query": "{ agents { live_stat } }"}""" },
        { "subscription", """{"query": "subscription { live_stat }"}""" },
        { "selection-not-plain", """{"query": "{ compute_session_list(limit: 3, offset: 0) { items { containers { live_stat(a: 1) } } } }"}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_not_translated_arrives_as_it_was_sent(string reason, string body)
    {
        gate.World.Manager.ForgetRequests();

        var proxied = await gate.InModePrometheus.SendBodyAsync(body);
        var received = Assert.Single(gate.World.Manager.Requests);
        var direct = await gate.InModePrometheus.SendBodyAsync(gate.World.Manager.Address, Encoding.UTF8.GetBytes(body));

        Assert.Equal(Encoding.UTF8.GetBytes(body), received.Body);
        Assert.Equal($"source=manager; reason={reason}", proxied.Result);
        Assert.Equal((direct.Status, direct.Text), (proxied.Status, proxied.Text));
    }

    [Theory]
    [InlineData("Content-Type", "application/json; charset=utf-16")]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ==")]
    [InlineData("Content-Digest", "sha-256=:AAAA:")]
    public async Task A_body_that_is_encoded_or_digested_is_not_looked_into(string header, string value)
    {
        gate.World.Manager.ForgetRequests();
        var body = Encoding.UTF8.GetBytes($$"""{"query": "{{Operation}}"}""");

        var proxied = await gate.InModePrometheus.SendBodyAsync(gate.InModePrometheus.Address, body, change: request =>
        {
            request.Content!.Headers.Remove(header);
            request.Content.Headers.TryAddWithoutValidation(header, value);
        });

        Assert.Equal("source=manager; reason=body-encoded", proxied.Result);
        Assert.Equal(body, Assert.Single(gate.World.Manager.Requests).Body);
    }

    [Theory]
    [InlineData("v3.20170615", true)]
    [InlineData("v4.20181214", true)]
    [InlineData("v4.20181215", false)]
    [InlineData("v8.20240915", false)]
    public async Task A_body_is_changed_only_where_its_signature_does_not_cover_it(string version, bool isSigned)
    {
        gate.World.Manager.ForgetRequests();
        var user = gate.World.World.Superadmin;
        var signer = new RequestSigner(user.AccessKey, user.SecretKey, TimeProvider.System) { ApiVersion = version };
        var body = Encoding.UTF8.GetBytes($$"""{"query": "{{Operation}}"}""");

        var proxied = await gate.InModePrometheus.SendBodyAsync(gate.InModePrometheus.Address, body, signer: signer);

        Assert.Equal(200, proxied.Status);
        Assert.Equal(isSigned, proxied.Result == "source=manager; reason=body-signed");
        Assert.Equal(isSigned, body.AsSpan().SequenceEqual(Assert.Single(gate.World.Manager.Requests).Body.Span));
    }

    [Fact]
    public async Task Only_the_querys_string_changes_in_a_translated_body()
    {
        gate.World.Manager.ForgetRequests();
        const string Query = """{ \u0063ompute_session_list(limit: 3, offset: 0) { items { containers { live_stat } } } }""";
        const string Format = """ {"variables":{"big":123456789012345678901234567890.0e1,"dup":1,"dup":2,"odd":"\u0041\/\ud800"} , "query" : "QUERY", "extensions":null} """;

        await gate.InModePrometheus.SendBodyAsync(Format.Replace("QUERY", Query, StringComparison.Ordinal));

        Assert.Equal(
            Format.Replace("QUERY", Query.Replace("live_stat", "live_stat: id", StringComparison.Ordinal), StringComparison.Ordinal),
            Encoding.UTF8.GetString(gate.World.Manager.Requests.First().Body.Span));
    }

    [Fact]
    public async Task The_requests_head_arrives_as_it_was_sent()
    {
        gate.World.Manager.ForgetRequests();
        var body = Encoding.UTF8.GetBytes($$"""{"query": "{{Operation}}"}""");

        await gate.InModePrometheus.SendBodyAsync(
            gate.InModePrometheus.Address, body, "/admin/gql?a=%25&b=+", change: request => request.Headers.Host = "manager.example.com:8080");

        var received = Assert.Single(gate.World.Manager.Requests);
        Assert.Equal("/admin/gql?a=%25&b=+", received.RawTarget);
        Assert.Contains(received.Headers, header => header is { Key: "Host", Value: "manager.example.com:8080" });
        Assert.Contains(received.Headers, header => header is { Key: "Content-Type", Value: "application/json" });
    }

    [Fact]
    public async Task A_body_over_the_limit_streams_through()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, "--LiveStat:MaxOperationBytes=1000");
        gate.World.Manager.ForgetRequests();
        var body = Encoding.UTF8.GetBytes($$"""{"query": "{{Operation}} # {{new string('x', 100_000)}}"}""");

        foreach (var chunked in new[] { false, true })
        {
            var proxied = await proxy.SendBodyAsync(proxy.Address, body, change: request => request.Headers.TransferEncodingChunked = chunked);

            Assert.Equal(200, proxied.Status);
            Assert.Equal("source=manager; reason=body-too-large", proxied.Result);
        }

        Assert.All(gate.World.Manager.Requests, request => Assert.Equal(body, request.Body));
    }
}
