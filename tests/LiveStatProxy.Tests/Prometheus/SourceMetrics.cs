using LiveStatProxy.Prometheus;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>What operators see of the way to Prometheus.</summary>
public sealed class SourceMetrics(RealPrometheus prometheus)
{
    [Fact]
    public async Task Tell_of_queries_batches_joins_and_freshness()
    {
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front));
        Guid[] kernels = [.. Enumerable.Range(0, 20).Select(_ => Guid.NewGuid())];
        using (var hold = new HeldAnswers(front))
        {
            var first = ours.GetAsync(kernels);
            await hold.UntilHeldAsync(1);
            var joined = ours.GetAsync(kernels);
            hold.Release();
            await Task.WhenAll(first, joined);
        }

        await ours.GetAsync(kernels);
        var seen = await ours.ScrapeAsync();

        Assert.Contains("livestat_prometheus_queries_total{reason=\"ok\"} 6", seen);
        Assert.Contains("livestat_prometheus_query_seconds_count 6", seen);
        Assert.Contains("livestat_prometheus_answer_bytes_count 6", seen);
        Assert.Contains("livestat_batch_kernels_sum 20", seen);
        Assert.Contains("livestat_mark_kernels_total 20", seen);
        Assert.Contains("livestat_kernel_lookups_total{result=\"asked\"} 20", seen);
        Assert.Contains("livestat_kernel_lookups_total{result=\"joined\"} 20", seen);
        Assert.Contains("livestat_kernel_lookups_total{result=\"fresh\"} 20", seen);
        Assert.Contains("livestat_memory_kernels 20", seen);
        Assert.Contains("livestat_prometheus_breaker_state 0", seen);
    }

    [Fact]
    public async Task Tell_of_an_outage_and_its_end()
    {
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        front.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        };
        await using var ours = new SourceUnderTest(Options(front) with { ProbeInterval = TimeSpan.FromSeconds(3) });

        await ours.Source.GetAsync(new[] { Guid.NewGuid() }, TestContext.Current.CancellationToken);
        Assert.False(ours.Source.IsAvailable);
        var during = await ours.ScrapeAsync();
        front.Answer = null;
        await Eventually.TrueAsync(() => ours.Source.IsAvailable);
        var after = await ours.ScrapeAsync();

        Assert.Contains("livestat_prometheus_breaker_state 2", during);
        Assert.Contains(during, line => line.StartsWith("livestat_prometheus_queries_total{reason=\"prometheus-error\"} ", StringComparison.Ordinal));
        Assert.Contains("livestat_prometheus_breaker_state 0", after);
    }

    private static PrometheusOptions Options(PrometheusFront front) =>
        new() { Address = front.Address, Resolution = "1m", Freshness = TimeSpan.FromMinutes(5), Timeout = TimeSpan.FromSeconds(30) };
}
