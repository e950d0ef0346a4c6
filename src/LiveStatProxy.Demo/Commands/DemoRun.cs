using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Demo.Presentation;
using LiveStatProxy.Demo.Proxy;
using LiveStatProxy.Demo.Rollout;
using LiveStatProxy.Demo.Shadow;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Commands;

/// <summary>What the command line asked for.</summary>
internal sealed record DemoRunOptions(int ManagerPort, int ProxyPort, int PrometheusPort, int AdminPort, int Kernels, int Callers, TimeSpan ShadowTime, bool Once);

/// <summary>One run of the demo: everything is started, asked in both modes, compared, shadowed, rolled out in stages, and stopped again.</summary>
internal sealed class DemoRun(DemoRunOptions options, DemoReport report)
{
    private static readonly TimeSpan SwitchLimit = TimeSpan.FromSeconds(30);

    /// <summary>All of the demo's programs share one machine, which may be busy with other things.</summary>
    private const string LenientGuardrail = "--Guardrail:AcceptedLatency=00:00:10";

    /// <summary>Runs the demo.</summary>
    /// <returns>Whether all was well.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        report.Begin();
        await using var demo = await StartWorldAsync(cancellationToken);
        await using var proxy = await DemoProxy.StartAsync(
            demo, new DemoProxyOptions { ProxyPort = options.ProxyPort, AdminPort = options.AdminPort, Overrides = [LenientGuardrail, .. ShadowTrial.Overrides] }, cancellationToken);
        report.ShowPlaces(demo, proxy);

        using var client = new HttpClient();
        var sessions = new SessionList(client, proxy.Address, demo.SignerOf(demo.World.Superadmin));
        var inModeManager = await sessions.FetchAsync(cancellationToken);
        await proxy.SetVariantAsync("Prometheus", cancellationToken);
        var inModePrometheus = inModeManager;
        await Waiting.UntilAsync(
            async () => (inModePrometheus = await sessions.FetchAsync(cancellationToken)).IsFromPrometheus, SwitchLimit, time, cancellationToken);

        var isWell = report.Compare(inModeManager, inModePrometheus);
        isWell &= report.ShowShadow(await new ShadowTrial(demo, proxy, sessions, client).RunAsync(options.ShadowTime, cancellationToken));
        isWell &= report.ShowRollout(await new StagedRollout(demo, proxy, client).RunAsync(cancellationToken), demo.World.Users.Count);
        if (!options.Once)
        {
            report.ShowWhatToTry(demo, proxy);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        return isWell;
    }

    private Task<DemoWorld> StartWorldAsync(CancellationToken cancellationToken) => DemoWorld.StartAsync(
        new DemoWorldOptions
        {
            World = new WorldOptions { Kernels = options.Kernels, Users = options.Callers },
            ManagerPort = options.ManagerPort,
            Prometheus = new PrometheusServerOptions { Port = options.PrometheusPort },
        },
        cancellationToken);
}
