using System.Globalization;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Tests.Prometheus;

public class EvaluationIntervalTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(7)]
    [InlineData(110)]
    public async Task The_resolution_is_the_servers_evaluation_interval_found_by_asking_once(int seconds)
    {
        await using var server = await PrometheusServer.PrepareAsync(
            new PrometheusServerOptions { EvaluationInterval = TimeSpan.FromSeconds(seconds) }, TimeProvider.System, TestContext.Current.CancellationToken);
        await server.StartAsync(TestContext.Current.CancellationToken);
        await using var front = await PrometheusFront.StartAsync(server.Address);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address, Timeout = TimeSpan.FromSeconds(30) });

        await ours.GetAsync([.. Enumerable.Range(0, 250).Select(_ => Guid.NewGuid())]);

        Assert.Single(front.Seen, query => query.Expression == "count_over_time(vector(1)[1d:])");
        Assert.All(front.Seen.Where(query => query.Path.EndsWith("query_range", StringComparison.Ordinal)), query =>
        {
            Assert.Equal(seconds, Number(query.Form["step"]));
            Assert.Equal(0, Number(query.Form["start"]) % seconds);
            Assert.Equal(0, Number(query.Form["end"]) % seconds);
        });
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
