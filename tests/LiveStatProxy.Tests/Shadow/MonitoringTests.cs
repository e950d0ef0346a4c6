using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using LiveStatProxy.Configuration;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Demo;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>The rules and dashboards that come with the program use what the program has.</summary>
public partial class MonitoringTests(ManagerFixture fixture) : IClassFixture<ManagerFixture>
{
    private static readonly string Config = ConfigurationDirectory.FindDefault();
    private static readonly string Rules = Path.Combine(Config, "prometheus", "livestatproxy.rules.yml");
    private static readonly string Dashboard = Path.Combine(Config, "grafana", "livestatproxy.json");

    [Fact]
    public async Task The_rules_do_what_their_tests_say()
    {
        var installation = await PrometheusInstallation.FindOrInstallAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        using var promtool = Process.Start(new ProcessStartInfo(installation.Promtool, ["test", "rules", "livestatproxy.tests.yml"])
        {
            WorkingDirectory = Path.GetDirectoryName(Rules),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        var output = promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(promtool.ExitCode == 0, await output + errors);
    }

    [Fact]
    public async Task Rules_and_dashboard_use_only_metrics_that_exist()
    {
        await using var proxy = await GateProxy.StartAsync(
            LiveStatVariant.Manager, fixture.Demo.Manager.Address, new Uri("http://127.0.0.1:1"), fixture.Demo.SignerOf(fixture.Demo.World.Superadmin));
        using var client = new HttpClient();
        var metrics = await client.GetStringAsync(new Uri(proxy.Admin, "metrics"), TestContext.Current.CancellationToken);
        var existing = TypeLine().Matches(metrics).Select(match => match.Groups["name"].Value).ToHashSet();

        Assert.All(NamesIn(Rules, Dashboard, Path.Combine(Config, "prometheus", "README.md")), name => Assert.Contains(Suffix().Replace(name, ""), existing));
    }

    [Fact]
    public async Task The_dashboard_uses_only_series_that_the_rules_record()
    {
        var rules = await File.ReadAllTextAsync(Rules, TestContext.Current.CancellationToken);
        var recorded = RecordLine().Matches(rules).Select(match => match.Groups["name"].Value).ToHashSet();

        var used = RecordedName().Matches(await File.ReadAllTextAsync(Dashboard, TestContext.Current.CancellationToken)).Select(match => match.Value).Distinct();

        Assert.All(used, name => Assert.Contains(name, recorded));
    }

    [Fact]
    public async Task The_rules_test_every_alert()
    {
        var tests = await File.ReadAllTextAsync(Rules.Replace("rules.yml", "tests.yml", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var rules = await File.ReadAllTextAsync(Rules, TestContext.Current.CancellationToken);
        var readme = await File.ReadAllTextAsync(Path.Combine(Config, "prometheus", "README.md"), TestContext.Current.CancellationToken);

        Assert.All(AlertLine().Matches(rules).Select(match => match.Groups["name"].Value), alert =>
        {
            Assert.Contains($"alertname: {alert}", tests, StringComparison.Ordinal);
            Assert.Contains($"`{alert}`", readme, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Every_panel_of_the_dashboard_has_a_title_and_a_query_of_its_own()
    {
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Dashboard, TestContext.Current.CancellationToken));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, panel => Assert.NotEmpty(panel.GetProperty("title").GetString()!));
        Assert.All(
            panels.Where(panel => panel.GetProperty("type").GetString() != "row"),
            panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!)));
    }

    private static IEnumerable<string> NamesIn(params string[] files) =>
        files.SelectMany(file => MetricName().Matches(File.ReadAllText(file))).Select(match => match.Value).Distinct();

    [GeneratedRegex(@"^# TYPE (?<name>\S+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\blivestat_[a-z_]+[a-z]\b")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\blivestat:[a-z0-9_:]+")]
    private static partial Regex RecordedName();

    [GeneratedRegex(@"- record: (?<name>\S+)")]
    private static partial Regex RecordLine();

    [GeneratedRegex(@"- alert: (?<name>\S+)")]
    private static partial Regex AlertLine();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
