using System.Globalization;
using System.Text.Json;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Commands.Check;

/// <summary>Looks at what Prometheus has: series, kernels, metrics, duplicates, and how often it scrapes.</summary>
internal sealed class PrometheusCheck([FromKeyedServices(PrometheusExtensions.HttpClientKey)] HttpClient http, PrometheusOptions options)
{
    private const int LeastSamplesInWindow = 4;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string _about = $"prometheus {options.Address}";
    private readonly string _series = $"backendai_container_utilization{{{string.Join(',', options.Matchers)}}}";
    private readonly string _currents = $"backendai_container_utilization{{{string.Join(',', options.Matchers.Prepend("value_type=\"current\""))}}}";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            return await LookAsync(timeout.Token);
        }
        catch (Exception fault) when (fault is HttpRequestException or InvalidDataException or JsonException
            || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [Finding.Failure(_about, $"no usable answer: {fault.Message}", "Is Prometheus:Address right (with its path), and does it want credentials (Prometheus:Username, BearerTokenFile, Headers)?")];
        }
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellationToken)
    {
        var kernels = await NumberAsync($"count(count by (kernel_id) ({_series}))", cancellationToken);
        if (kernels is not > 0)
        {
            return
            [
                Finding.Failure(
                    _about,
                    $"answers, but has no series {_series}",
                    "Does it scrape the agents' exporters, and do Prometheus:Matchers fit its labels? Without running kernels there are no series, either."),
            ];
        }

        var metrics = await LabelsAsync($"count by (container_metric_name) ({_currents})", "container_metric_name", cancellationToken);
        return
        [
            Finding.Ok(_about, $"{kernels} kernels with the metrics {string.Join(", ", metrics)}"),
            await FindDuplicatesAsync(cancellationToken),
            await FindIntervalAsync(cancellationToken),
        ];
    }

    private async Task<Finding> FindDuplicatesAsync(CancellationToken cancellationToken)
    {
        var instances = await LabelsAsync(
            $"count by (instance) ({_series} and on (kernel_id, container_metric_name, value_type) (count by (kernel_id, container_metric_name, value_type) ({_series}) > 1))",
            "instance",
            cancellationToken);
        return instances.Count == 0
            ? Finding.Ok(_about, "no kernel comes from two instances")
            : Finding.Warning(
                _about,
                $"kernels that come from two instances, whose values add up: {string.Join(", ", instances)}",
                "Right after an agent's restart this passes by itself. Else: is an agent scraped by two jobs, or under two addresses?");
    }

    private async Task<Finding> FindIntervalAsync(CancellationToken cancellationToken)
    {
        var window = PromQLDuration.Parse(options.Window);
        var samples = await NumberAsync($"max(count_over_time({_currents}[{options.Window}]))", cancellationToken) ?? 0;
        var interval = samples > 0 ? window / samples : window;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"a scrape about every {interval.TotalSeconds:0.#} s: {samples:0} samples in Prometheus:Window {options.Window}");
        return samples >= LeastSamplesInWindow
            ? Finding.Ok(_about, text)
            : Finding.Warning(
                _about,
                text,
                $"Rates want at least {LeastSamplesInWindow}: scrape more often, or widen Prometheus:Window. (Where agents were added just now, wait for one window.)");
    }

    private async Task<double?> NumberAsync(string expression, CancellationToken cancellationToken)
    {
        using var answer = await QueryAsync(expression, cancellationToken);
        foreach (var row in Rows(answer))
        {
            return double.Parse(row.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture);
        }

        return null;
    }

    private async Task<IReadOnlyList<string>> LabelsAsync(string expression, string label, CancellationToken cancellationToken)
    {
        using var answer = await QueryAsync(expression, cancellationToken);
        return
        [
            .. Rows(answer)
                .Select(row => row.GetProperty("metric").TryGetProperty(label, out var value) ? value.GetString()! : "(none)")
                .Order(StringComparer.Ordinal),
        ];
    }

    private async Task<JsonDocument> QueryAsync(string expression, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("query", expression)]);
        using var response = await http.PostAsync($"{options.Address.AbsoluteUri.TrimEnd('/')}/api/v1/query", form, cancellationToken);
        return response.IsSuccessStatusCode
            ? await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken)
            : throw new InvalidDataException($"status {(int)response.StatusCode}");
    }

    private static JsonElement.ArrayEnumerator Rows(JsonDocument answer) =>
        answer.RootElement.ValueKind == JsonValueKind.Object
        && answer.RootElement.TryGetProperty("data", out var data)
        && data.ValueKind == JsonValueKind.Object
        && data.TryGetProperty("result", out var result)
        && result.ValueKind == JsonValueKind.Array
            ? result.EnumerateArray()
            : throw new InvalidDataException("the answer is not that of the Prometheus API");
}
