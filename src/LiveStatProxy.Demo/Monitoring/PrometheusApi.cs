using System.Globalization;
using System.Text.Json;

namespace LiveStatProxy.Demo.Monitoring;

/// <summary>One series of an instant query's answer.</summary>
/// <param name="Labels">The labels, the metric's name among them where it was kept.</param>
/// <param name="Value">The value; may be NaN or infinite.</param>
public sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>The few parts of Prometheus' HTTP API that the demo asks.</summary>
internal sealed class PrometheusApi : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>Whether the Prometheus with this data is ready, and not another one that holds the port.</summary>
    public async Task<bool> IsReadyAsync(Uri address, string dataFolder, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri(address, "-/ready"), cancellationToken);
            return answer.IsSuccessStatusCode
                && (await GetDataAsync(address, "status/flags", cancellationToken)).GetProperty("storage.tsdb.path").GetString() == dataFolder;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The instances that are being scraped and up.</summary>
    public async Task<HashSet<string>> UpTargetsAsync(Uri address, CancellationToken cancellationToken)
    {
        var data = await GetDataAsync(address, "targets?state=active", cancellationToken);
        return [.. data.GetProperty("activeTargets").EnumerateArray()
            .Where(target => target.GetProperty("health").GetString() == "up")
            .Select(target => target.GetProperty("labels").GetProperty("instance").GetString()!)];
    }

    /// <summary>Asks an instant query, whose answer must be a vector.</summary>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryAsync(Uri address, string query, CancellationToken cancellationToken)
    {
        var data = await GetDataAsync(address, $"query?query={Uri.EscapeDataString(query)}", cancellationToken);
        return [.. data.GetProperty("result").EnumerateArray().Select(Series)];
    }

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> GetDataAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        var answer = await _client.GetFromJsonAsync<JsonElement>(new Uri(address, $"api/v1/{path}"), cancellationToken);
        return answer.GetProperty("data");
    }

    private static PrometheusSeries Series(JsonElement series) => new(
        series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
        double.Parse(series.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
}
