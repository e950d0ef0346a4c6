using System.Text.Json;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Comparison;

/// <summary>What a kernel's <c>live_stat</c> is as a whole.</summary>
public enum PayloadForm
{
    /// <summary><c>null</c>: nothing is known of the kernel.</summary>
    Missing,

    /// <summary>A JSON string that holds a map of metrics.</summary>
    Metrics,

    /// <summary>Anything else.</summary>
    Malformed,
}

/// <summary>The fields of one metric, by name.</summary>
public sealed class MetricPayload(IReadOnlyDictionary<string, FieldValue> fields)
{
    /// <summary>The fields that there are.</summary>
    public IEnumerable<string> FieldNames => fields.Keys;

    /// <summary>A field's value; missing where it is not there.</summary>
    public FieldValue this[string field] => fields.GetValueOrDefault(field);
}

/// <summary>A kernel's <c>live_stat</c> taken apart: JSON within a JSON string → metric → field → value.</summary>
public sealed class KernelPayload
{
    private static readonly KernelPayload Nothing = new(PayloadForm.Missing, []);
    private static readonly KernelPayload Broken = new(PayloadForm.Malformed, []);

    private readonly Dictionary<string, MetricPayload> _metrics;

    private KernelPayload(PayloadForm form, Dictionary<string, MetricPayload> metrics)
    {
        Form = form;
        _metrics = metrics;
    }

    /// <summary>What it is as a whole.</summary>
    public PayloadForm Form { get; }

    /// <summary>The metrics that there are.</summary>
    public IEnumerable<string> MetricNames => _metrics.Keys;

    /// <summary>
    /// Whether every metric has all eleven fields, as only managers send that have moved to Prometheus themselves (26.4.4 and newer).
    /// </summary>
    public bool IsFromPrometheus => _metrics.Count > 0 && _metrics.Values.All(IsComplete);

    /// <summary>Whether no counter that is shown as a rate shows one: the kernel idles, or is so young that no rate is known.</summary>
    public bool LacksRates => MetricCatalog.RateCounters.All(name => Find(name)?["current"].Number is null or 0);

    /// <summary>Reads the JSON value that stands where <c>live_stat</c> was selected. Whatever it is, it is read: nothing is thrown.</summary>
    public static KernelPayload Parse(ReadOnlySpan<byte> value)
    {
        try
        {
            var reader = new Utf8JsonReader(value);
            reader.Read();
            return reader.TokenType switch
            {
                JsonTokenType.Null => Nothing,
                JsonTokenType.String => ParseContent(reader.GetString()!),
                _ => Broken,
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter: an escape that is no character.
            return Broken;
        }
    }

    /// <summary>A metric's fields; null where it is not there.</summary>
    public MetricPayload? Find(string metric) => _metrics.GetValueOrDefault(metric);

    private static KernelPayload ParseContent(string content)
    {
        using var document = JsonDocument.Parse(content);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return document.RootElement.ValueKind == JsonValueKind.Null ? Nothing : Broken;
        }

        var metrics = new Dictionary<string, MetricPayload>(StringComparer.Ordinal);
        foreach (var metric in document.RootElement.EnumerateObject())
        {
            if (metric.Value.ValueKind != JsonValueKind.Object)
            {
                return Broken;
            }

            metrics[metric.Name] = new MetricPayload(FieldsOf(metric.Value));
        }

        return new KernelPayload(PayloadForm.Metrics, metrics);
    }

    private static Dictionary<string, FieldValue> FieldsOf(JsonElement metric)
    {
        var fields = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var field in metric.EnumerateObject())
        {
            fields[field.Name] = FieldValue.Of(field.Value);
        }

        return fields;
    }

    private static bool IsComplete(MetricPayload metric) =>
        PayloadFields.All.All(field => metric[field].Kind != FieldValueKind.Missing);
}
