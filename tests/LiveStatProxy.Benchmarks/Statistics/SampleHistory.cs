using LiveStatProxy.Demo.Monitoring;

namespace LiveStatProxy.Benchmarks.Statistics;

/// <summary>Kernels with eleven metrics each, scraped every five seconds, written into a Prometheus.</summary>
/// <param name="kernels">Their ids.</param>
/// <param name="length">How much of it.</param>
/// <param name="end">Its end, in Unix milliseconds.</param>
internal sealed class SampleHistory(Guid[] kernels, TimeSpan length, long end)
{
    private const long ScrapeInterval = 5000;
    private const int ScrapesInARequest = 60;
    private const int KernelsInARequest = 50;

    private static readonly string[] Counters = ["cpu_used", "cpu_util", "io_read", "io_write", "net_rx", "net_tx"];
    private static readonly string[] Gauges = ["cuda_mem", "cuda_power", "cuda_util", "io_scratch_size", "mem"];
    private static readonly string[] WithCapacity = ["cpu_used", "cpu_util", "cuda_mem", "cuda_util", "mem", "net_rx", "net_tx"];

    public async Task WriteAsync(RemoteWrite prometheus, CancellationToken cancellationToken)
    {
        var first = end - (long)length.TotalMilliseconds;
        for (var start = first; start <= end; start += ScrapesInARequest * ScrapeInterval)
        {
            long[] times = [.. Enumerable.Range(0, ScrapesInARequest).Select(i => start + (i * ScrapeInterval)).Where(time => time <= end)];
            foreach (var part in kernels.Chunk(KernelsInARequest))
            {
                await prometheus.SendAsync(part.SelectMany(kernel => SeriesOf(kernel, times, first)), cancellationToken);
            }
        }
    }

    private static IEnumerable<WrittenSeries> SeriesOf(Guid kernel, long[] times, long first)
    {
        var random = new Random(HashCode.Combine(kernel, times[0]));
        foreach (var counter in Counters)
        {
            var perMillisecond = 1.5 + (kernel.GetHashCode() & 7);
            yield return Series(kernel, counter, "current", times, time => Math.Floor((time - first) * perMillisecond) + random.Next(1000));
        }

        foreach (var gauge in Gauges)
        {
            yield return Series(kernel, gauge, "current", times, _ => random.Next());
        }

        foreach (var metric in WithCapacity)
        {
            yield return Series(kernel, metric, "capacity", times, _ => metric == "cpu_util" ? 1000 : 85_899_345_920);
        }
    }

    private static WrittenSeries Series(Guid kernel, string metric, string type, long[] times, Func<long, double> value)
    {
        var agent = kernel.GetHashCode() & 63;
        (string, string)[] labels =
        [
            ("__name__", "backendai_container_utilization"),
            ("agent_id", $"i-{agent}"),
            ("container_metric_name", metric),
            ("instance", $"10.0.0.{agent}:6003"),
            ("job", "backendai-agents"),
            ("kernel_id", kernel.ToString()),
            ("project_id", "2de2b969-1d04-48a6-af16-0bc8adb3c831"),
            ("session_id", new Guid(kernel.GetHashCode(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString()),
            ("user_id", "f38dea23-50fa-42a0-b5ae-338f5f4693f4"),
            ("value_type", type),
        ];
        return new WrittenSeries(labels, Array.ConvertAll(times, time => (time, value(time))));
    }
}
