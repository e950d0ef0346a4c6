using System.IO.Compression;
using LiveStatProxy.Demo;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Demo;

public sealed class ManagerBehaviourTests : IAsyncLifetime
{
    private const string TooDeep = """{"query": "query Q { compute_session_nodes(first: 1) { edges { ...E } } } fragment E on ComputeSessionEdge { node { owner { id } } }"}""";
    private DemoWorld? _demo;

    private DemoWorld Demo => _demo!;

    public async ValueTask InitializeAsync() =>
        _demo = await DemoWorld.StartAsync(new DemoWorldOptions { Prometheus = null }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _demo?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData(3, """{"data": null, "errors": [{"message": "'Q' exceeds maximum operation depth of 3.", "locations": [{"line": 1, "column": 1}]}]}""")]
    [InlineData(4, null)]
    public async Task Operations_deeper_than_the_maximum_are_refused(int maxDepth, string? refusal)
    {
        Demo.Manager.Behaviour.MaxDepth = maxDepth;

        using var response = await Demo.PostAsync("/admin/gql", Bytes(TooDeep));

        var answer = await TextOf(response);
        Assert.True(refusal is null ? answer.EndsWith("\"errors\": null}", StringComparison.Ordinal) : answer == refusal, answer);
    }

    [Fact]
    public async Task Fragments_that_spread_each_other_are_left_to_the_standard_rules()
    {
        Demo.Manager.Behaviour.MaxDepth = 5;

        var answer = await Demo.AskAsync("{ ...A } fragment A on Query { ...B } fragment B on Query { __typename ...A }");

        Assert.Contains("Cannot spread fragment", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_introspection_allowed_a_syntax_error_is_an_answer()
    {
        Demo.Manager.Behaviour.AllowsIntrospection = true;

        Assert.StartsWith("{\"data\": {\"__schema\": ", await Demo.AskAsync("{ __schema { queryType { name } } }"), StringComparison.Ordinal);
        Assert.StartsWith("{\"data\": null, \"errors\": [{\"message\": \"Syntax Error: ", await Demo.AskAsync("{"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Answers_can_be_compressed_for_those_who_accept_it(string coding)
    {
        Demo.Manager.Behaviour.Compresses = true;

        using var response = await Demo.PostAsync("/admin/gql", Bytes("""{"query": "{ __typename }"}"""), acceptEncoding: coding);

        Assert.Equal([coding], response.Content.Headers.ContentEncoding);
        await using var compressed = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream plain = coding == "br"
            ? new BrotliStream(compressed, CompressionMode.Decompress)
            : new GZipStream(compressed, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        Assert.Equal("""{"data": {"__typename": "Query"}, "errors": null}""", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Compressed_bodies_are_read()
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Bytes("""{"query": "{ __typename }"}"""), TestContext.Current.CancellationToken);
        }

        using var content = new ByteArrayContent(compressed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Demo.Manager.Address, "/admin/gql")) { Content = content };
        await Demo.SignerOf(Demo.World.Superadmin).SignAsync(request, TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("""{"data": {"__typename": "Query"}, "errors": null}""", await TextOf(response));
    }

    [Fact]
    public async Task Answers_can_come_in_chunks()
    {
        Demo.Manager.Behaviour.Chunks = true;

        using var response = await Demo.PostAsync("/admin/gql", Bytes("""{"query": "{ __typename }"}"""));

        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal("""{"data": {"__typename": "Query"}, "errors": null}""", await TextOf(response));
    }

    [Fact]
    public async Task A_test_can_answer_in_the_managers_place()
    {
        Demo.Manager.Behaviour.Intercept = async (request, context) =>
        {
            await context.Response.WriteAsync($"instead of {request.RawTarget}");
            return true;
        };

        Assert.Equal("instead of /admin/gql", await Demo.AskAsync("{ __typename }"));
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static Task<string> TextOf(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
