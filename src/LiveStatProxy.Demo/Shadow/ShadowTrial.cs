using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Demo.Presentation;
using LiveStatProxy.Demo.Proxy;
using LiveStatProxy.Shadow.Reporting;

namespace LiveStatProxy.Demo.Shadow;

/// <summary>What shadow mode found.</summary>
/// <param name="Healthy">While the agents exported what they measured.</param>
/// <param name="Skewed">While they exported more memory than there was.</param>
internal sealed record ShadowFindings(ShadowReport Healthy, ShadowReport Skewed);

/// <summary>Everyone in variant Shadow, for a while with healthy agents and for a while with agents that export a wrong metric.</summary>
internal sealed class ShadowTrial(DemoWorld demo, DemoProxy proxy, SessionList sessions, HttpClient client)
{
    /// <summary>The metric that goes wrong.</summary>
    public const string Metric = "mem";

    /// <summary>How wrong it goes.</summary>
    public const double Factor = 1.3;

    /// <summary>What an hour in production is for, in seconds: the verdict comes from few kernels and a short time.</summary>
    public static readonly IReadOnlyList<string> Overrides =
    [
        "--Shadow:KernelInterval=00:00:01",
        "--Shadow:MinDuration=00:00:05",
        "--Shadow:MinComparisons=500",
        "--Shadow:MinFieldComparisons=40",
        "--Shadow:MaxFieldMismatchShare=0.1",
        "--Shadow:NoiseShare=0.5",
        "--Guardrail:MaxMismatchRate=1",
        "--Logging:LogLevel:LiveStatProxy.Shadow=Error",
    ];

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SwitchLimit = TimeSpan.FromSeconds(30);

    /// <summary>Runs both halves, each as long as <paramref name="half"/>; at the end the agents are healthy again and everyone is on the manager.</summary>
    public async Task<ShadowFindings> RunAsync(TimeSpan half, CancellationToken cancellationToken)
    {
        await SwitchAsync("Shadow", "reason=shadow", cancellationToken);
        var healthy = await ObserveAsync(half, cancellationToken);

        Skew(Factor);
        await WaitForScrapesAsync(cancellationToken);
        var skewed = await ObserveAsync(half, cancellationToken);
        Skew(1);
        await SwitchAsync("Manager", "reason=flag-manager", cancellationToken);
        return new ShadowFindings(healthy, skewed);
    }

    private async Task SwitchAsync(string variant, string reason, CancellationToken cancellationToken)
    {
        await proxy.SetVariantAsync(variant, cancellationToken);
        await Waiting.UntilAsync(
            async () => (await sessions.FetchAsync(cancellationToken)).Source.Contains(reason, StringComparison.Ordinal),
            SwitchLimit, TimeProvider.System, cancellationToken);
    }

    private async Task<ShadowReport> ObserveAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        using var reset = await client.PostAsync(new Uri(proxy.AdminAddress, "api/shadow/reset"), null, cancellationToken);
        reset.EnsureSuccessStatusCode();
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < duration)
        {
            await sessions.FetchAsync(cancellationToken);
            await Task.Delay(PollInterval, time, cancellationToken);
        }

        return proxy.Services.GetRequiredService<ShadowReporter>().Read();
    }

    private void Skew(double factor)
    {
        foreach (var exporter in demo.Agents.Exporters)
        {
            exporter.Skew(Metric, factor);
        }
    }

    /// <summary>A scrape a second, and a freshness of two until the proxy asks again.</summary>
    private static Task WaitForScrapesAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
}
