using LiveStatProxy.Rollout;

namespace LiveStatProxy.Tests.Pipeline;

public class TranslationTests(GateWorld gate) : IClassFixture<GateWorld>
{
    private static readonly string[] Fields =
    [
        "current", "capacity", "pct", "unit_hint", "stats.min", "stats.max", "stats.sum", "stats.avg", "stats.diff", "stats.rate", "stats.version",
    ];

    public static TheoryData<string> Operations => [.. SampleOperations.All];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task In_mode_Manager_the_answer_is_the_managers_byte_for_byte(string operation)
    {
        var direct = await gate.InModeManager.SendDirectlyAsync(operation);
        var proxied = await gate.InModeManager.SendAsync(operation);

        Assert.Equal(direct.Text, proxied.Text);
        Assert.Equal("source=manager; reason=flag-manager", proxied.Result);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task On_the_older_path_which_answers_with_the_data_alone_the_same_holds(string operation)
    {
        var direct = await gate.InModePrometheus.SendDirectlyAsync(operation, path: "/admin/graphql");
        var proxied = await gate.InModePrometheus.SendAsync(operation, path: "/admin/graphql");

        Assert.Equal(direct.WithoutStatistics, proxied.WithoutStatistics);
        Assert.StartsWith("source=prometheus; reason=ok; kernels=", proxied.Result, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task In_mode_Prometheus_the_answer_is_the_managers_but_for_the_statistics(string operation)
    {
        var direct = await gate.InModePrometheus.SendDirectlyAsync(operation);
        var proxied = await gate.InModePrometheus.SendAsync(operation);

        Assert.Equal(direct.WithoutStatistics, proxied.WithoutStatistics);
        Assert.StartsWith("source=prometheus; reason=ok; kernels=", proxied.Result, StringComparison.Ordinal);
        var statistics = StatisticText.In(proxied.Text);
        Assert.NotEmpty(statistics);
        Assert.All(statistics, statistic =>
            Assert.All(statistic.EnumerateObject(), metric =>
                Assert.Equal(Fields, metric.Value.EnumerateObject().Select(field => field.Name))));
    }

    [Fact]
    public async Task The_numbers_are_those_that_agents_export()
    {
        var kernel = gate.World.World.RunningKernels.First();
        var answer = await gate.InModePrometheus.SendAsync(
            "query Q($id: UUID!) { compute_container(id: $id) { live_stat } }", new { id = kernel.Id });

        var memory = StatisticText.In(answer.Text).Single().GetProperty("mem");

        var exported = kernel.Load!.Measure(kernel.Load.Metrics.Single(metric => metric.Name == "mem"), new FrozenTime().GetUtcNow());
        Assert.InRange(double.Parse(memory.GetProperty("current").GetString()!, null), exported * 0.5, exported * 2);
        Assert.Equal($"{kernel.MemoryBytes}", memory.GetProperty("capacity").GetString());
    }

    [Fact]
    public async Task A_kernel_without_samples_is_null()
    {
        var pending = gate.World.World.Kernels.First(kernel => kernel.Load is null);

        var answer = await gate.InModePrometheus.SendAsync(
            "query Q($id: UUID!) { compute_container(id: $id) { id live_stat last_stat } }", new { id = pending.Id });

        Assert.Equal($$$"""{"data": {"compute_container": {"id": "{{{pending.Id}}}", "live_stat": null, "last_stat": null}}, "errors": null}""", answer.Text);
        Assert.StartsWith("source=prometheus; reason=ok; kernels=1", answer.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_sees_the_kernels_that_the_manager_shows_him()
    {
        var signer = gate.World.SignerOf(gate.World.World.FirstUser);

        var direct = await gate.InModePrometheus.SendDirectlyAsync(SampleOperations.SessionList, signer: signer);
        var proxied = await gate.InModePrometheus.SendAsync(SampleOperations.SessionList, signer: signer);

        Assert.Equal(direct.WithoutStatistics, proxied.WithoutStatistics);
        var own = gate.World.World.Sessions.Where(session => session.Owner == gate.World.World.FirstUser).SelectMany(session => session.Kernels);
        Assert.Contains($"kernels={own.Count()};", proxied.Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_users_kernel_stays_hidden()
    {
        var foreign = gate.World.World.RunningKernels.First(kernel => kernel.Session.Owner != gate.World.World.FirstUser);

        var answer = await gate.InModePrometheus.SendAsync(
            "query Q($id: UUID!) { compute_container(id: $id) { live_stat } }",
            new { id = foreign.Id }, signer: gate.World.SignerOf(gate.World.World.FirstUser));

        Assert.Empty(StatisticText.In(answer.Text));
        Assert.Equal("source=prometheus; reason=no-kernels", answer.Result);
    }

    [Fact]
    public async Task Errors_beside_data_keep_their_locations()
    {
        const string Operation = """
            { compute_session_list(limit: 3, offset: 0) { items { containers { a: live_stat b: last_stat } } } node(id: "no id") { id }
              again: node(id: "no id") { id } }
            """;

        var direct = await gate.InModePrometheus.SendDirectlyAsync(Operation);
        var proxied = await gate.InModePrometheus.SendAsync(Operation);

        Assert.Contains("\"locations\"", direct.Text, StringComparison.Ordinal);
        Assert.Equal(direct.WithoutStatistics, proxied.WithoutStatistics);
        Assert.StartsWith("source=prometheus; reason=ok", proxied.Result, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ compute_session_list(limit: 3, offset: 0) { items { containers { live_stat } } } nonsense }")]
    [InlineData("{ compute_session_list(limit: 3, offset: 0) { items { containers { live_stat live_stat: status } } } }")]
    [InlineData("{ compute_session_list(limit: 3, offset: 0) { items { containers { live_stat } } }")]
    [InlineData("{ compute_session_list(limit: \"three\", offset: 0) { items { containers { live_stat } } } }")]
    [InlineData("{ __schema { types { name } } compute_session_list(limit: 3, offset: 0) { items { containers { live_stat } } } }")]
    public async Task A_refused_operation_is_refused_in_the_managers_own_words(string operation)
    {
        foreach (var path in new[] { "/admin/gql", "/admin/graphql" })
        {
            var direct = await gate.InModePrometheus.SendDirectlyAsync(operation, path: path);
            var proxied = await gate.InModePrometheus.SendAsync(operation, path: path);

            Assert.Equal((direct.Status, direct.Text), (proxied.Status, proxied.Text));
            Assert.StartsWith("source=manager", proxied.Result, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Every_framing_and_coding_of_the_answer_is_understood(bool chunks, bool compresses)
    {
        var behaviour = gate.World.Manager.Behaviour;
        (behaviour.Chunks, behaviour.Compresses) = (chunks, compresses);
        try
        {
            foreach (var coding in new[] { "gzip", "br", "zstd, gzip;q=0.5" })
            {
                var direct = await gate.InModePrometheus.SendDirectlyAsync(SampleOperations.SessionList);
                var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { query = SampleOperations.SessionList });
                var proxied = await gate.InModePrometheus.SendBodyAsync(gate.InModePrometheus.Address, body,
                    change: request => request.Headers.TryAddWithoutValidation("Accept-Encoding", coding));

                var expected = compresses ? (coding == "br" ? "br" : "gzip") : null;
                Assert.Equal(expected, proxied.ContentEncoding);
                Assert.Equal(direct.WithoutStatistics, (proxied with { Body = Decoding.Decode(proxied) }).WithoutStatistics);
                Assert.StartsWith("source=prometheus; reason=ok", proxied.Result, StringComparison.Ordinal);
                Assert.Equal(!chunks && !compresses, proxied.HasLength);
            }
        }
        finally
        {
            (behaviour.Chunks, behaviour.Compresses) = (false, false);
        }
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(1, true, false)]
    [InlineData(1, false, true)]
    [InlineData(2, false, false)]
    [InlineData(2, true, false)]
    [InlineData(2, false, true)]
    public async Task A_large_answer_is_whole_over_either_version_of_HTTP(int version, bool chunks, bool compresses)
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, $"--Kestrel:Endpoints:Proxy:Protocols=Http{version}");
        var sessions = Enumerable.Range(0, 40).Select(i => $"a{i}: compute_session_list(limit: 20, offset: 0) {{ items {{ containers {{ live_stat }} name }} }}");
        var query = $"{{ {string.Join(' ', sessions)} }}";
        var behaviour = gate.World.Manager.Behaviour;
        (behaviour.Chunks, behaviour.Compresses) = (chunks, compresses);
        try
        {
            var direct = await proxy.SendDirectlyAsync(query);
            var proxied = await proxy.SendBodyAsync(
                proxy.Address,
                System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { query }),
                change: request =>
                {
                    (request.Version, request.VersionPolicy) = (new Version(version, version == 1 ? 1 : 0), HttpVersionPolicy.RequestVersionExact);
                    request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
                });

            Assert.Equal(direct.WithoutStatistics, (proxied with { Body = Decoding.Decode(proxied) }).WithoutStatistics);
            Assert.True(Decoding.Decode(proxied).Length > 300_000);
            Assert.StartsWith("source=prometheus; reason=ok", proxied.Result, StringComparison.Ordinal);
        }
        finally
        {
            (behaviour.Chunks, behaviour.Compresses) = (false, false);
        }
    }
}
