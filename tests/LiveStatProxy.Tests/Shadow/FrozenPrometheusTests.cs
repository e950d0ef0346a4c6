using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Demo;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>A Prometheus that accepts connections and never answers, which is worse than one that is gone.</summary>
public class FrozenPrometheusTests(DemoWorldFixture fixture) : IClassFixture<DemoWorldFixture>
{
    private const int QueueLimit = 8;
    private const long FlatWithin = 16 * 1024 * 1024;

    [Fact]
    public async Task Users_are_served_as_ever_and_what_waits_is_bounded()
    {
        // Patience without end on Prometheus' side: whoever waits for it waits until the test has failed.
        await using var proxy = await GateProxy.StartAsync(
            LiveStatVariant.Shadow, fixture.Demo.Manager.Address, fixture.Demo.Prometheus.Address, fixture.Demo.SignerOf(fixture.Demo.World.Superadmin),
            "--Prometheus:Timeout=00:01:00", "--Shadow:MaxLag=00:10:00", "--Shadow:KernelInterval=00:00:00", $"--Shadow:QueueLimit={QueueLimit}");
        await fixture.Demo.Prometheus.FreezeAsync(TestContext.Current.CancellationToken);
        try
        {
            await ServeAsync(proxy, 50);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await ServeAsync(proxy, 200);
            var after = GC.GetTotalMemory(forceFullCollection: true);

            Assert.Equal(0, await AdminMetrics.ReadAsync(proxy, "livestat_shadow_kernels_total"));
            Assert.Equal(QueueLimit, await AdminMetrics.ReadAsync(proxy, "livestat_shadow_queue_length"));
            Assert.InRange(await AdminMetrics.ReadAsync(proxy, "livestat_shadow_dropped_total{reason=\"queue-full\"}"), 200, 250);
            Assert.InRange(after, 0, before + FlatWithin);
        }
        finally
        {
            fixture.Demo.Prometheus.Thaw();
        }

        await Eventually.TrueAsync(
            async () => await AdminMetrics.ReadAsync(proxy, "livestat_shadow_kernels_total") > 0, "comparing did not go on after the thaw");
    }

    private static async Task ServeAsync(GateProxy proxy, int requests)
    {
        for (var i = 0; i < requests; i++)
        {
            var answer = await proxy.SendAsync(SampleOperations.Containers);
            Assert.Equal((200, "source=manager; reason=shadow"), (answer.Status, answer.Result));
        }
    }
}
