using System.Text.Json;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Demo.Proxy;
using LiveStatProxy.Demo.Rollout;
using LiveStatProxy.Demo.Shadow;
using Spectre.Console;

namespace LiveStatProxy.Demo.Presentation;

/// <summary>What the demo tells its audience.</summary>
internal sealed class DemoReport(IAnsiConsole console)
{
    private const string SmallOperation =
        "{ compute_session_nodes(first: 2) { edges { node { name kernel_nodes { edges { node { row_id live_stat } } } } } } }";

    public void Begin() => console.MarkupLine("Starting a sample manager, agents, a real Prometheus (installing it first where it is missing), and the proxy …");

    public void ShowPlaces(DemoWorld demo, DemoProxy proxy)
    {
        var grid = new Grid().AddColumns(3);
        Add("proxy", proxy.Address, "clients connect here");
        Add("sample manager", demo.Manager.Address, $"{demo.World.Sessions.Count} sessions, {demo.World.Kernels.Count()} kernels");
        Add("Prometheus", demo.Prometheus.Address, "scrapes every second");
        foreach (var exporter in demo.Agents.Exporters)
        {
            Add($"agent {exporter.Agent.Id}", new Uri($"http://{exporter.Instance}/metrics"), $"{exporter.Agent.Kernels.Count} kernels");
        }

        Add("operators", new Uri(proxy.AdminAddress, "metrics"), $"configuration in {proxy.ConfigurationFolder}");
        console.Write(grid);

        void Add(string what, Uri where, string remark) => grid.AddRow(new Text(what), new Text(where.ToString()), new Text(remark));
    }

    /// <summary>Shows both answers side by side and says what was found.</summary>
    /// <returns>Whether all was well.</returns>
    public bool Compare(SessionListAnswer manager, SessionListAnswer prometheus)
    {
        var before = KernelReading.ReadAll(manager);
        var after = KernelReading.ReadAll(prometheus);
        console.Write(SideBySideTable.Build(before, after));

        var isIdentical = StatisticEraser.Erase(manager.Body).AsSpan().SequenceEqual(StatisticEraser.Erase(prometheus.Body));
        var haveSameStatistics = before.Select(kernel => kernel.Metrics is null).SequenceEqual(after.Select(kernel => kernel.Metrics is null));
        return Check(manager.IsFromManager, $"In mode Manager the statistics are the manager's ({manager.Source}).")
            & Check(prometheus.IsFromPrometheus, $"In mode Prometheus they are Prometheus' ({prometheus.Source}).")
            & Check(isIdentical, "Without the values of live_stat both answers are identical, byte for byte.")
            & Check(haveSameStatistics, "The same kernels have statistics in both.");
    }

    /// <summary>Shows what shadow mode found and says whether it found what there was.</summary>
    /// <returns>Whether all was well.</returns>
    public bool ShowShadow(ShadowFindings findings)
    {
        console.WriteLine();
        console.Write(ShadowFindingsTable.Build(findings));
        if (ShadowFindingsTable.Example(findings) is { } example)
        {
            console.WriteLine(example);
        }

        return Check(
                findings.Healthy.Verdict.Readiness != Readiness.NotReady,
                "With healthy agents nothing stands against promotion.")
            & Check(
                findings.Skewed.Verdict.Readiness == Readiness.NotReady
                && findings.Skewed.Verdict.Reasons.Any(reason => reason.StartsWith($"{ShadowTrial.Metric} current: ", StringComparison.Ordinal)),
                "The skewed metric is found and named, and nobody was shown it.");
    }

    /// <summary>Shows a staged rollout and says what was found.</summary>
    /// <returns>Whether all was well.</returns>
    public bool ShowRollout(IReadOnlyList<RolloutStage> stages, int callers)
    {
        console.WriteLine();
        console.Write(RolloutTable.Build(stages, callers));
        var raises = stages.TakeWhile(stage => !stage.IsSwitch).ToList();
        return Check(
                raises.Zip(raises.Skip(1)).All(pair => pair.First.OnPrometheus.IsSubsetOf(pair.Second.OnPrometheus)),
                "A raise moved nobody back: whoever was in stayed in.")
            & Check(
                stages.Where(stage => stage.Percent is 0 or 100).All(stage => stage.OnPrometheus.Count == callers * stage.Percent / 100),
                "Nobody is on Prometheus at 0 % and while the kill switch is on, everybody at 100 % and when it is taken back.");
    }

    public void ShowWhatToTry(DemoWorld demo, DemoProxy proxy)
    {
        var headers = demo.SignerOf(demo.World.Superadmin).Sign("POST", "/admin/gql", proxy.Address.Authority, "application/json", [])
            .Select(header => $"-H '{header.Key}: {header.Value}'");
        console.MarkupLine("\nTry it (the signature is good for 15 minutes; the subcommand [bold]sign[/] makes others):");
        console.Profile.Out.Writer.WriteLine($"""
            curl -sS {proxy.Address}admin/gql -H 'Content-Type: application/json' {string.Join(' ', headers)} \
              --data '{JsonSerializer.Serialize(new { query = SmallOperation })}'
            """);
        console.MarkupLineInterpolated($"Change the flag in {proxy.ConfigurationFolder}/flags.json while it runs. Ctrl-C stops everything.");
    }

    private bool Check(bool isWell, string statement)
    {
        console.MarkupLineInterpolated(isWell ? (FormattableString)$"[green]✓[/] {statement}" : $"[red]✗ Not so:[/] {statement}");
        return isWell;
    }
}
