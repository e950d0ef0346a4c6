using System.Globalization;
using System.Text.Json;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>
/// What the manager's own implementation shows, written down from its facts and independently of the product: six instant queries, one after
/// another, joined by <c>rate or plain</c>. Numbers are formatted as agents do, by means of <see cref="decimal"/>.
/// </summary>
/// <param name="http">The client.</param>
/// <param name="prometheus">Prometheus.</param>
/// <param name="window">The range of rates.</param>
/// <param name="stats">The range and step of maximum and average; the manager has the window's, and the server's step.</param>
internal sealed class ReferenceImplementation(HttpClient http, Uri prometheus, string window = "5m", string? stats = null)
{
    private const string RateCounters = "cpu_util|net_rx|net_tx";

    private static readonly string[] Unbounded = ["cpu_used", "net_rx", "net_tx", "io_read", "io_write"];

    public async Task<Dictionary<Guid, SortedDictionary<string, Dictionary<string, string?>>>> ShowAsync(
        IReadOnlyCollection<Guid> kernels, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var ids = string.Join('|', kernels);
        var current = $"backendai_container_utilization{{kernel_id=~\"{ids}\",value_type=\"current\"}}";
        var sum = $"sum by (kernel_id, container_metric_name)({current})";
        var rate = "sum by (kernel_id, container_metric_name)(rate(backendai_container_utilization"
            + $"{{container_metric_name=~\"{RateCounters}\",kernel_id=~\"{ids}\",value_type=\"current\"}}[{window}]))";

        var over = stats ?? $"{window}:";
        var instant = await AskAsync(
            $"sum by (kernel_id, container_metric_name, value_type)(backendai_container_utilization{{kernel_id=~\"{ids}\",value_type=~\"current|capacity\"}})", time, cancellationToken);
        var rates = await AskAsync(rate, time, cancellationToken);
        var max = await AskAsync($"max_over_time(({sum})[{over}])", time, cancellationToken);
        var rateMax = await AskAsync($"max_over_time(({rate})[{over}])", time, cancellationToken);
        var avg = await AskAsync($"avg_over_time(({sum})[{over}])", time, cancellationToken);
        var rateAvg = await AskAsync($"avg_over_time(({rate})[{over}])", time, cancellationToken);

        var shown = kernels.ToDictionary(kernel => kernel, _ => new SortedDictionary<string, Dictionary<string, string?>>(StringComparer.Ordinal));
        foreach (var (kernel, metric) in new[] { instant, rates, max, rateMax, avg, rateAvg }.SelectMany(rows => rows.Keys).Select(key => (key.Kernel, key.Metric)).Distinct())
        {
            var now = rates.GetValueOrDefault((kernel, metric, "")) ?? instant.GetValueOrDefault((kernel, metric, "current"));
            var capacity = Unbounded.Contains(metric) ? "9223372036854775807" : instant.GetValueOrDefault((kernel, metric, "capacity")) ?? "0";
            shown[kernel][metric] = new()
            {
                ["current"] = Format(now),
                ["capacity"] = Format(capacity),
                ["pct"] = Number(capacity) > 0 ? Math.Round(Number(now ?? "0") / Number(capacity) * 100, 2, MidpointRounding.ToEven).ToString("F2", CultureInfo.InvariantCulture) : "0",
                ["unit_hint"] = UnitHint(metric),
                ["stats.min"] = "0",
                ["stats.max"] = Format(rateMax.GetValueOrDefault((kernel, metric, "")) ?? max.GetValueOrDefault((kernel, metric, ""))),
                ["stats.sum"] = "0",
                ["stats.avg"] = Format(rateAvg.GetValueOrDefault((kernel, metric, "")) ?? avg.GetValueOrDefault((kernel, metric, ""))),
                ["stats.diff"] = metric == "cpu_util" ? Format(now) : "0",
                ["stats.rate"] = metric is "net_rx" or "net_tx" ? Format(now) : "0",
                ["stats.version"] = null,
            };
        }

        return shown;
    }

    private static string UnitHint(string metric) => metric switch
    {
        "cpu_used" => "msec",
        "cpu_util" => "percent",
        "mem" => "bytes",
        _ when metric.EndsWith("_util", StringComparison.Ordinal) => "percent",
        _ when metric.EndsWith("_mem", StringComparison.Ordinal) => "bytes",
        _ when metric.StartsWith("io_", StringComparison.Ordinal) => "bytes",
        _ when metric.StartsWith("net_", StringComparison.Ordinal) => "bps",
        _ => metric,
    };

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Format(string? text) =>
        text is null ? "0" : Math.Round(Number(text), 3, MidpointRounding.ToEven).ToString("0.###", CultureInfo.InvariantCulture);

    private async Task<Dictionary<(Guid Kernel, string Metric, string Type), string>> AskAsync(string query, DateTimeOffset time, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("query", query),
            KeyValuePair.Create("time", (time.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture)),
        ]);
        using var response = await http.PostAsync(new Uri(prometheus, "api/v1/query"), form, cancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().ToDictionary(
            row => (row.GetProperty("metric").GetProperty("kernel_id").GetGuid(),
                row.GetProperty("metric").GetProperty("container_metric_name").GetString()!,
                row.GetProperty("metric").TryGetProperty("value_type", out var type) ? type.GetString()! : ""),
            row => row.GetProperty("value")[1].GetString()!);
    }
}
