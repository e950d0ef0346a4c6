using System.Text.Json;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>Equal to the manager's own implementation, asked at the same instant, to the last digit.</summary>
public sealed class SameMeaningAsTheReference(RealPrometheus prometheus) : IDisposable
{
    /// <summary>What the reference leaves out and this fills, each with a test of its own.</summary>
    private static readonly string[] GapsClosed = ["stats.min", "stats.rate of io_read", "stats.rate of io_write"];

    private readonly HttpClient _http = new();

    [Theory]
    [InlineData("5m", null, null, null)]
    [InlineData("90s", null, null, null)]
    [InlineData("5m", "12m", null, "12m:")]
    [InlineData("2m", "30m", null, "30m:")]
    [InlineData("5m", null, "20s", "5m:20s")]
    [InlineData("1m", "7m", "5s", "7m:5s")]
    [InlineData("1m", "25m", "5s", "25m:5s")]
    public async Task For_gauges_and_counters_of_many_kernels(string window, string? statsWindow, string? resolution, string? statsOfReference)
    {
        var random = new Random(11330);
        var kernels = Enumerable.Range(0, 120).Select(_ => Busy(random)).ToArray();
        await prometheus.WriteAsync(kernels);

        await AssertSameAsync(kernels, 11, window, statsWindow, resolution, statsOfReference);
    }

    [Fact]
    public async Task For_a_kernel_that_goes_on_under_another_instance_and_agent()
    {
        var times = WrittenKernel.Times(TimeSpan.FromMinutes(12));
        var before = times.Where(time => time < times[^1] - 200_000);
        var after = times.Where(time => time > times[^1] - 230_000);
        var kernel = new WrittenKernel();
        foreach (var metric in new[] { "mem", "net_rx", "net_tx", "cpu_util" })
        {
            kernel
                .With(metric, "current", before.Select(time => (time, (double)(time % 1_000_000))))
                .With(metric, "current", after.Select(time => (time, (double)(time % 900_000))), ("instance", "10.0.0.2:6003"), ("agent_id", "i-2"))
                .With(metric, "capacity", before.Select(time => (time, 1000.0)))
                .With(metric, "capacity", after.Select(time => (time, 1000.0)), ("instance", "10.0.0.2:6003"), ("agent_id", "i-2"));
        }

        await prometheus.WriteAsync(kernel);

        await AssertSameAsync([kernel], 4);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(290)]
    [InlineData(400)]
    public async Task For_a_kernel_that_ended(int secondsAgo)
    {
        var end = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - (secondsAgo * 1000);
        var times = WrittenKernel.Times(TimeSpan.FromMinutes(8), end);
        var kernel = new WrittenKernel();
        foreach (var metric in new[] { "cpu_used", "cpu_util", "mem", "net_rx", "net_tx" })
        {
            var samples = times.SkipLast(1).Select(time => (time, (double)(time % 1_000_000))).Append((end, RemoteWrite.StalenessMarker));
            kernel.With(metric, "current", samples);
            kernel.With(metric, "capacity", samples);
        }

        await prometheus.WriteAsync(kernel);

        await AssertSameAsync([kernel], null);
    }

    [Fact]
    public async Task For_a_kernel_whose_agent_exports_little()
    {
        var times = WrittenKernel.Times(TimeSpan.FromMinutes(8));
        var onlyMem = new WrittenKernel().With("mem", times.Select(time => (time, (double)(time % 777))), capacity: 1000);
        var onlyCapacity = new WrittenKernel().With("brand_new", "capacity", times.Select(time => (time, 5.0)));
        var onlyCounter = new WrittenKernel().With("net_rx", times.Select(time => (time, (double)(time % 1_000_000))));
        await prometheus.WriteAsync(onlyMem, onlyCapacity, onlyCounter);

        await AssertSameAsync([onlyMem, onlyCapacity, onlyCounter], 1);
    }

    public void Dispose() => _http.Dispose();

    private async Task AssertSameAsync(
        WrittenKernel[] kernels, int? metrics, string window = "5m", string? statsWindow = null, string? resolution = null, string? statsOfReference = null)
    {
        await using var ours = new SourceUnderTest(new PrometheusOptions
        {
            Address = prometheus.Address,
            Window = window,
            StatsWindow = statsWindow,
            Resolution = resolution,
            Timeout = TimeSpan.FromSeconds(30),
            Freshness = TimeSpan.Zero,
        });
        var ids = Array.ConvertAll(kernels, kernel => kernel.Id);

        // The second time, only what is now is asked for, unless a mark has passed.
        await AssertSameAsync(ours, ids, metrics, window, statsOfReference);
        await AssertSameAsync(ours, ids, metrics, window, statsOfReference);
    }

    private async Task AssertSameAsync(SourceUnderTest ours, Guid[] ids, int? metrics, string window, string? statsOfReference)
    {
        var renderings = await ours.GetAsync(ids);
        var reference = await new ReferenceImplementation(_http, prometheus.Address, window, statsOfReference)
            .ShowAsync(ids, renderings[0].EvaluatedAt, TestContext.Current.CancellationToken);

        Assert.All(reference.Values, shown => Assert.InRange(shown.Count, metrics ?? 1, metrics ?? int.MaxValue));
        Assert.All(ids.Zip(renderings), pair => AssertSame(reference[pair.First], SourceUnderTest.Show(pair.Second)));
    }

    private static WrittenKernel Busy(Random random)
    {
        var times = WrittenKernel.Times(TimeSpan.FromMinutes(random.Next(8, 40)));
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
                var (theirs, ours) = (expected[metric.Name][field.Name], field.Value.GetString());
                Assert.True(theirs == ours, $"{metric.Name} {field.Name}: {theirs} by the reference, {ours} by us");
            }
        }
    }
}
