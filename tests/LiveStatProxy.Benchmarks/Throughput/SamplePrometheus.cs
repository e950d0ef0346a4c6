using System.Text;
using System.Text.RegularExpressions;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>Answers of a Prometheus that has eleven metrics of every kernel.</summary>
internal static partial class SamplePrometheus
{
    private static readonly string[] Metrics =
        ["cpu_used", "cpu_util", "cuda_mem", "cuda_util", "io_read", "io_scratch_size", "io_write", "mem", "net_rx", "net_tx", "rngd_power"];

    private static readonly string[] ValueTypes = ["current", "capacity"];

    /// <summary>As many characters as a kernel's rendering has.</summary>
    public static string Rendering { get; } = string.Concat(Enumerable.Repeat("0123456789", 310));

    public static byte[] Answer(string query)
    {
        var rows = KernelId().Matches(query).SelectMany(kernel => Metrics.SelectMany(metric => ValueTypes.Select(type =>
            $$$"""{"metric":{"container_metric_name":"{{{metric}}}","kernel_id":"{{{kernel.Value}}}","value_type":"{{{type}}}"},"value":[1764000000,"1073741824"]}""")));
        return Encoding.UTF8.GetBytes($$$"""{"status":"success","data":{"resultType":"vector","result":[{{{string.Join(',', rows)}}}]}}""");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex KernelId();
}
