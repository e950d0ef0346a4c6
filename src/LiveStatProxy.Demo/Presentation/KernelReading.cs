using System.Globalization;
using System.Text.Json;

namespace LiveStatProxy.Demo.Presentation;

/// <summary>What an answer shows of one kernel.</summary>
/// <param name="Session">The session's name.</param>
/// <param name="Hostname">The kernel's name within the session.</param>
/// <param name="Metrics">Metric name → what is shown of it; null where the kernel has no statistics.</param>
internal sealed record KernelReading(string Session, string Hostname, IReadOnlyDictionary<string, MetricReading>? Metrics)
{
    /// <summary>Reads every kernel of a session list, in its order.</summary>
    public static List<KernelReading> ReadAll(SessionListAnswer answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        var page = document.RootElement.GetProperty("data").GetProperty("page");
        return [.. Nodes(page).SelectMany(session => Nodes(session.GetProperty("kernel_nodes"))
            .Select(kernel => Read(session.GetProperty("name").GetString()!, kernel)))];
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement connection) =>
        connection.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"));

    private static KernelReading Read(string session, JsonElement kernel) => new(
        session,
        kernel.GetProperty("cluster_hostname").GetString()!,
        kernel.GetProperty("live_stat").GetString() is { } payload ? ReadMetrics(payload) : null);

    private static Dictionary<string, MetricReading> ReadMetrics(string payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.EnumerateObject().ToDictionary(metric => metric.Name, metric => MetricReading.Read(metric.Value));
    }
}

/// <summary>What is shown of one metric of one kernel.</summary>
internal sealed record MetricReading(string? Current, string? Percent, string? Maximum, string? UnitHint)
{
    public static MetricReading Read(JsonElement metric) => new(
        Text(metric, "current"), Text(metric, "pct"), Text(metric, "stats.max"), Text(metric, "unit_hint"));

    /// <summary>A value for people: bytes with a unit, everything else with one decimal.</summary>
    public string Show(string? value) =>
        !double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? "–"
        : UnitHint == "bytes" ? ByteSize(number)
        : UnitHint == "bps" ? $"{ByteSize(number)}/s"
        : number.ToString("#,0.#", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement metric, string field) =>
        metric.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string ByteSize(double bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var unit = 0;
        while (Math.Abs(bytes) >= 1024 && unit < units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {units[unit]}");
    }
}
