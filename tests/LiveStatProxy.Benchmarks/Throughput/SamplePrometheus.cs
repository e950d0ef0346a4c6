using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>Answers of a Prometheus that has eleven metrics of every kernel.</summary>
internal static partial class SamplePrometheus
{
    private static readonly string[] Metrics =
        ["cpu_used", "cpu_util", "cuda_mem", "cuda_util", "io_read", "io_scratch_size", "io_write", "mem", "net_rx", "net_tx", "rngd_power"];

    private static readonly string[] ValueTypes = ["current", "capacity"];

    /// <summary>A kernel's statistic as the manager has it, the content of a JSON string: about as many characters as a rendering of ours.</summary>
    public static string Rendering { get; } = JsonEncodedText.Encode(
        $$$"""{{{{string.Join(", ", Metrics.Select(metric => $$$$""" "{{{{metric}}}}": {"current": "1073741824", "capacity": "1073741824", "pct": "100.00", "unit_hint": "bytes", "stats.max": "1073741824", "stats.avg": "1073741824", "stats.rate": "1073741824.123"}""".TrimStart()))}}}}""",
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();

    public static byte[] Answer(string query)
    {
        var rows = KernelId().Matches(query).SelectMany(kernel => Metrics.SelectMany(metric => ValueTypes.Select(type =>
            $$$"""{"metric":{"container_metric_name":"{{{metric}}}","kernel_id":"{{{kernel.Value}}}","value_type":"{{{type}}}"},"value":[1764000000,"1073741824"]}""")));
        return Encoding.UTF8.GetBytes($$$"""{"status":"success","data":{"resultType":"vector","result":[{{{string.Join(',', rows)}}}]}}""");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex KernelId();
}
