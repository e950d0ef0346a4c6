using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Demo;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>A real Prometheus that scrapes agents, and a manager that has the same work from agents of the Valkey era.</summary>
public class HealthyWorldTests(DemoWorldFixture fixture) : IClassFixture<DemoWorldFixture>
{
    private const int Rounds = 15;

    [Fact]
    public async Task The_default_tolerances_hold()
    {
        var log = Path.Combine(Directory.CreateTempSubdirectory("livestat-test-").FullName, "comparisons.ndjson");
        await using var proxy = await GateProxy.StartAsync(
            LiveStatVariant.Shadow, fixture.Demo.Manager.Address, fixture.Demo.Prometheus.Address, fixture.Demo.SignerOf(fixture.Demo.World.Superadmin),
            "--Shadow:KernelInterval=00:00:00", "--Shadow:NoiseShare=1", $"--Shadow:File={log}");

        for (var round = 1; round <= Rounds; round++)
        {
            await proxy.SendAsync(SampleOperations.Containers);
            var kernels = round;
            await Eventually.TrueAsync(
                async () => await AdminMetrics.ReadAsync(proxy, "livestat_shadow_lag_seconds_count") >= kernels, "nothing was compared");
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }

        var lines = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        var mismatches = lines.Where(line => line.Contains($"\"{nameof(ComparisonResult.Mismatch)}\"", StringComparison.OrdinalIgnoreCase)).ToList();
        Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
        Assert.True(lines.Length > 1000, $"only {lines.Length} comparisons");
        Assert.True(mismatches.Count == 0, string.Join('\n', mismatches.Take(20)));
    }
}
