using System.Globalization;
using System.Text;

namespace LiveStatProxy.Benchmarks.Statistics;

/// <summary>What Prometheus answers to the queries about kernels with eleven metrics, in its own spelling.</summary>
internal static class SampleAnswers
{
    private static readonly string[] Values = ["cpu_used", "cuda_mem", "cuda_power", "cuda_util", "io_read", "io_scratch_size", "io_write", "mem"];
    private static readonly string[] Capacities = ["cpu_util", "cuda_mem", "cuda_power", "cuda_util", "io_scratch_size", "mem"];
    private static readonly string[] Rates = ["cpu_util", "io_read", "io_write", "net_rx", "net_tx"];
    private static readonly string[] ShownRates = ["cpu_util", "net_rx", "net_tx"];

    /// <summary>Kernel ids.</summary>
    public static Guid[] Kernels(int count)
    {
        var random = new Random(42);
        var bytes = new byte[16];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            random.NextBytes(bytes);
            return new Guid(bytes);
        })];
    }

    /// <summary>The answers about what is now: 19 rows for each kernel.</summary>
    public static (byte[] Values, byte[] Capacities, byte[] Rates) Now(Guid[] kernels) =>
        (Vector(kernels, Values, Gauge), Vector(kernels, Capacities, _ => "85899345920"), Vector(kernels, Rates, Rate));

    /// <summary>The answers about what is over the window: 11 rows of five points for each kernel.</summary>
    public static (byte[] Values, byte[] Rates) Window(Guid[] kernels) => (Matrix(kernels, Values, Gauge), Matrix(kernels, ShownRates, Rate));

    private static byte[] Vector(Guid[] kernels, string[] metrics, Func<Random, string> value) =>
        Answer("vector", kernels, metrics, random => $"\"value\":{Point(random, value)}");

    private static byte[] Matrix(Guid[] kernels, string[] metrics, Func<Random, string> value) =>
        Answer("matrix", kernels, metrics, random => $"\"values\":[{string.Join(',', Enumerable.Range(0, 5).Select(_ => Point(random, value)))}]");

    private static byte[] Answer(string type, Guid[] kernels, string[] metrics, Func<Random, string> member)
    {
        var random = new Random(42);
        var rows = kernels.SelectMany(
            _ => metrics,
            (kernel, metric) => $"{{\"metric\":{{\"container_metric_name\":\"{metric}\",\"kernel_id\":\"{kernel}\"}},{member(random)}}}");
        return Encoding.UTF8.GetBytes(
            $"{{\"status\":\"success\",\"data\":{{\"resultType\":\"{type}\",\"result\":[{string.Join(',', rows)}]}}}}");
    }

    private static string Point(Random random, Func<Random, string> value) => $"[1764000000.123,\"{value(random)}\"]";

    private static string Gauge(Random random) => random.NextInt64(1L << 34).ToString(CultureInfo.InvariantCulture);

    private static string Rate(Random random) => (random.NextDouble() * 100_000).ToString("R", CultureInfo.InvariantCulture);
}
