using System.Text.Json;
using LiveStatProxy.Configuration;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Rollout;

[Collection(RolloutWorldDefinition.Name)]
public class RolloutEndToEndTests(RolloutWorld rollout)
{
    private string AccessKey => rollout.World.World.Superadmin.AccessKey;

    [Fact]
    public async Task The_kill_switch_acts_on_the_next_request_and_is_taken_back()
    {
        await using var proxy = await rollout.StartProxyAsync();
        Assert.Equal("ok", await proxy.OutcomeAsync());

        Assert.Equal(200, await proxy.PostAsync("api/rollout/kill?why=exercise"));
        Assert.Equal("killed", await proxy.OutcomeAsync());
        Assert.Contains("killed (exercise)", (await proxy.RolloutAsync()).GetProperty("effective").GetString(), StringComparison.Ordinal);

        Assert.Equal(200, await proxy.PostAsync("api/rollout/arm"));
        Assert.Equal("ok", await proxy.OutcomeAsync());
    }

    [Fact]
    public async Task The_kill_switch_holds_across_a_restart_when_a_state_file_is_named()
    {
        var stateFile = Path.Combine(Directory.CreateTempSubdirectory("livestat-test-").FullName, "state.json");
        await using (var proxy = await rollout.StartProxyAsync(LiveStatVariant.Prometheus, $"--Rollout:StateFile={stateFile}"))
        {
            await proxy.PostAsync("api/rollout/kill");
        }

        await using var restarted = await rollout.StartProxyAsync(LiveStatVariant.Prometheus, $"--Rollout:StateFile={stateFile}");

        Assert.Equal("killed", await restarted.OutcomeAsync());
    }

    [Fact]
    public async Task Disabling_the_flag_in_the_file_is_a_kill_switch()
    {
        await using var proxy = await rollout.StartProxyAsync();
        Assert.Equal("ok", await proxy.OutcomeAsync());

        var file = proxy.Configuration.FlagsFile;
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"enabled\": true", "\"enabled\": false", StringComparison.Ordinal));

        await Eventually.TrueAsync(async () => await proxy.OutcomeAsync() == "flag-manager");
        Assert.False((await proxy.RolloutAsync()).GetProperty("flag").GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task A_file_with_mistakes_is_refused_and_the_last_good_version_stays()
    {
        await using var proxy = await rollout.StartProxyAsync();

        File.WriteAllText(proxy.Configuration.FlagsFile, Flags.File(""" "default_when_enabled": "Promtheus" """));
        await Eventually.TrueAsync(async () => await LastReloadAsync(proxy) == "refused");

        Assert.Equal("ok", await proxy.OutcomeAsync());
        var mistakes = (await proxy.RolloutAsync()).GetProperty("lastReload").GetProperty("mistakes");
        Assert.Contains("Promtheus", Assert.Single(mistakes.EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Contains("livestat_flag_refused 1", await proxy.MetricsAsync(), StringComparison.Ordinal);

        File.Delete(proxy.Configuration.FlagsFile);
        await Eventually.TrueAsync(async () => (await proxy.RolloutAsync()).GetProperty("lastReload").GetRawText().Contains("missing", StringComparison.Ordinal));
        Assert.Equal("ok", await proxy.OutcomeAsync());

        proxy.Configuration.GiveEveryone(LiveStatVariant.Manager);
        await Eventually.TrueAsync(async () => await LastReloadAsync(proxy) == "taken");
        Assert.Equal("flag-manager", await proxy.OutcomeAsync());
        Assert.Contains("livestat_flag_refused 0", await proxy.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_under_load_loses_no_request()
    {
        await using var proxy = await rollout.StartProxyAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var outcomes = new List<string>();
            while (!stop.IsCancellationRequested)
            {
                outcomes.Add(await proxy.OutcomeAsync());
            }

            return outcomes;
        })).ToArray();

        for (var i = 0; i < 6; i++)
        {
            var variant = i % 2 == 0 ? LiveStatVariant.Manager : LiveStatVariant.Prometheus;
            proxy.Configuration.GiveEveryone(variant);
            var expected = i % 2 == 0 ? "flag-manager" : "ok";
            await Eventually.TrueAsync(async () => await proxy.OutcomeAsync() == expected);
        }

        await stop.CancelAsync();
        var seen = (await Task.WhenAll(clients)).SelectMany(outcomes => outcomes).Distinct();
        Assert.Equal(["flag-manager", "ok"], seen.Order());
    }

    [Fact]
    public void Mistakes_in_the_file_stop_the_start_all_at_once()
    {
        using var configuration = new ProxyConfiguration(LiveStatVariant.Manager);
        File.WriteAllText(configuration.FlagsFile, Flags.File(""" "seed": "", "default_when_enabled": "X" """));

        var mistake = Assert.Throws<ConfigurationMistakeException>(() => ProxyApplication.Build(configuration.Folder, "--Prometheus:Timeout=never"));

        Assert.Equal(3, mistake.Lines.Count);
        Assert.Equal(2, mistake.Lines.Count(line => line.StartsWith("flags.json:feature_management.feature_flags[0].allocation.", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Prometheus", "ok")]
    [InlineData("prometheus", "ok")]
    [InlineData("Manager", "flag-manager")]
    [InlineData("2", "flag-manager")]
    [InlineData("Nonsense", "flag-manager")]
    public async Task A_caller_with_an_override_key_chooses_for_one_request(string mode, string outcome)
    {
        await using var proxy = await rollout.StartProxyAsync(LiveStatVariant.Manager, $"--Rollout:OverrideKeys:0={AccessKey}");
        rollout.World.Manager.ForgetRequests();

        Assert.Equal(outcome, await proxy.OutcomeAsync(WithMode(mode)));
        Assert.Equal("flag-manager", await proxy.OutcomeAsync());
        AssertModeNeverReachedTheManager();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{ agents { id } }")]
    [InlineData("{ live_stat ")]
    public async Task The_mode_of_others_is_not_heeded_and_reaches_no_manager(string? query)
    {
        await using var proxy = await rollout.StartProxyAsync(LiveStatVariant.Manager, "--Rollout:OverrideKeys:0=SOMEONE-ELSE");
        rollout.World.Manager.ForgetRequests();

        await proxy.SendBodyAsync(JsonSerializer.Serialize(new { query = query ?? RolloutWorld.Operation }), WithMode("Prometheus"));

        AssertModeNeverReachedTheManager();
        if (query is null)
        {
            Assert.Equal("flag-manager", await proxy.OutcomeAsync(WithMode("Prometheus")));
        }
    }

    [Fact]
    public async Task The_kill_switch_goes_before_an_override()
    {
        await using var proxy = await rollout.StartProxyAsync(LiveStatVariant.Manager, $"--Rollout:OverrideKeys:0={AccessKey}");
        await proxy.PostAsync("api/rollout/kill");

        Assert.Equal("killed", await proxy.OutcomeAsync(WithMode("Prometheus")));
    }

    [Fact]
    public async Task A_caller_without_an_identity_gets_the_manager()
    {
        await using var proxy = await rollout.StartProxyAsync();
        using var client = new HttpClient();

        using var response = await client.PostAsync(
            new Uri(proxy.Address, "admin/gql"),
            new StringContent(JsonSerializer.Serialize(new { query = RolloutWorld.Operation })),
            TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("source=manager; reason=no-identity", response.Headers.GetValues("X-LiveStat-Result").Single());
    }

    [Fact]
    public async Task A_filter_on_the_operation_lets_the_others_be()
    {
        await using var proxy = await rollout.StartProxyAsync();
        File.WriteAllText(proxy.Configuration.FlagsFile, Flags.File(
            """ "default_when_enabled": "Prometheus" """,
            """ "conditions": {"client_filters": [{"name": "LiveStatProxy.Operation", "parameters": {"Names": ["Other"]}}]}, """));
        await Eventually.TrueAsync(async () => await proxy.OutcomeAsync() == "flag-manager");

        Assert.Equal("ok", await proxy.OutcomeAsync(query: RolloutWorld.Operation.Replace("SessionList", "Other", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_group_of_access_keys_goes_first()
    {
        await using var proxy = await rollout.StartProxyAsync(LiveStatVariant.Manager, $"--Rollout:Groups:pilots:0={AccessKey}");
        File.WriteAllText(proxy.Configuration.FlagsFile, Flags.File(""" "group": [{"variant": "Prometheus", "groups": ["pilots"]}] """));

        await Eventually.TrueAsync(async () => await proxy.OutcomeAsync() == "ok");
    }

    [Fact]
    public async Task Too_many_fallbacks_break_the_guardrail_for_everyone()
    {
        await using var proxy = await rollout.StartProxyWithoutPrometheusAsync("--Guardrail:Enabled=true", "--Guardrail:MinimumSamples=5");

        await Eventually.TrueAsync(async () => await proxy.OutcomeAsync() == "guardrail");

        var guardrail = (await proxy.RolloutAsync()).GetProperty("guardrail");
        Assert.Contains("over the limit", guardrail.GetProperty("broken").GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("livestat_held{by=\"guardrail\"} 1", await proxy.MetricsAsync(), StringComparison.Ordinal);

        await proxy.PostAsync("api/rollout/arm");
        Assert.NotEqual("guardrail", await proxy.OutcomeAsync());
    }

    [Theory]
    [InlineData("Off", "")]
    [InlineData("On", "flag-manager")]
    public async Task The_result_header_is_opt_in(string mode, string outcome)
    {
        await using var proxy = await rollout.StartProxyAsync(LiveStatVariant.Manager, $"--LiveStat:ResultHeader={mode}");

        Assert.Equal(outcome, await proxy.OutcomeAsync());
    }

    [Fact]
    public async Task The_result_header_may_be_for_override_keys_only()
    {
        await using var forUs = await rollout.StartProxyAsync(
            LiveStatVariant.Manager, "--LiveStat:ResultHeader=OverrideKeys", $"--Rollout:OverrideKeys:0={AccessKey}");
        await using var forOthers = await rollout.StartProxyAsync(
            LiveStatVariant.Manager, "--LiveStat:ResultHeader=OverrideKeys", "--Rollout:OverrideKeys:0=SOMEONE-ELSE");

        Assert.Equal("flag-manager", await forUs.OutcomeAsync());
        Assert.Equal("", await forOthers.OutcomeAsync());
    }

    private static Action<HttpRequestMessage> WithMode(string mode) => request => request.Headers.Add("X-LiveStat-Mode", mode);

    private static async Task<string?> LastReloadAsync(GateProxy proxy) =>
        (await proxy.RolloutAsync()).GetProperty("lastReload").GetProperty("result").GetString();

    private void AssertModeNeverReachedTheManager()
    {
        Assert.NotEmpty(rollout.World.Manager.Requests);
        Assert.DoesNotContain(
            rollout.World.Manager.Requests.SelectMany(request => request.Headers),
            header => header.Key.Equals("X-LiveStat-Mode", StringComparison.OrdinalIgnoreCase));
    }
}
