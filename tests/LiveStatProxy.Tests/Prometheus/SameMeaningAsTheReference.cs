using System.Text.Json;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>Equal to the manager's own implementation, asked at the same instant, to the last digit.</summary>
public sealed class SameMeaningAsTheReference(RealPrometheus prometheus) : IDisposable
{
    /// <summary>What the reference leaves out and this fills, each with a test of its own.</summary>
    private static readonly string[] GapsClosed = ["stats.min", "stats.rate of io_read", "stats.rate of io_write"];

    private readonly HttpClient _http = new();

    [Fact]
    public async Task For_gauges_and_counters_of_many_kernels()
    {
        var random = new Random(11330);
        var kernels = Enumerable.Range(0, 150).Select(_ => Busy(random)).ToArray();
        await prometheus.WriteAsync(kernels);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = prometheus.Address });
        var ids = Array.ConvertAll(kernels, kernel => kernel.Id);

        var renderings = await ours.GetAsync(ids);
        var reference = await new ReferenceImplementation(_http, prometheus.Address).ShowAsync(ids, renderings[0].EvaluatedAt, TestContext.Current.CancellationToken);

        Assert.Equal(11 * ids.Length, reference.Sum(kernel => kernel.Value.Count));
        Assert.All(ids.Zip(renderings), pair => AssertSame(reference[pair.First], SourceUnderTest.Show(pair.Second)));
    }

    public void Dispose() => _http.Dispose();

    private static WrittenKernel Busy(Random random)
    {
        var times = WrittenKernel.Times(TimeSpan.FromMinutes(random.Next(8, 13)));
        (long, double)[] Gauge(double scale) => Array.ConvertAll(times, time => (time, Math.Round(random.NextDouble() * scale, random.Next(6))));
        (long, double)[] Counter(double step)
        {
            var value = random.NextDouble() * step * 1000;
            return Array.ConvertAll(times, time => (time, value = random.Next(60) == 0 ? 0 : value + (random.NextDouble() * step)));
        }

        return new WrittenKernel()
            .With("cpu_used", Counter(5000), capacity: 5000)
            .With("cpu_util", Counter(5000), capacity: 1000)
            .With("mem", Gauge(1e11), capacity: 1 << 30)
            .With("net_rx", Counter(1e8), capacity: 7)
            .With("net_tx", Counter(1e6))
            .With("io_read", Counter(1e13), capacity: 3)
            .With("io_write", Counter(1e5))
            .With("io_scratch_size", Gauge(1e9))
            .With("cuda_mem", Gauge(8e10), capacity: 8.5e10)
            .With("cuda_util", Gauge(100), capacity: 100)
            .With("cuda_power", Gauge(300));
    }

    private static void AssertSame(SortedDictionary<string, Dictionary<string, string?>> expected, JsonElement actual)
    {
        Assert.Equal(expected.Keys, actual.EnumerateObject().Select(metric => metric.Name));
        foreach (var metric in actual.EnumerateObject())
        {
            Assert.Equal(expected[metric.Name].Keys, metric.Value.EnumerateObject().Select(field => field.Name));
            foreach (var field in metric.Value.EnumerateObject().Where(field => !GapsClosed.Contains(field.Name) && !GapsClosed.Contains($"{field.Name} of {metric.Name}")))
            {
                Assert.True(expected[metric.Name][field.Name] == field.Value.GetString(), $"{metric.Name} {field.Name}: {expected[metric.Name][field.Name]} by the reference, {field.Value} by us");
            }
        }
    }
}
