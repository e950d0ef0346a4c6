using System.Globalization;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Benchmarks.Statistics;

/// <summary>Ways to ask, as HTTP requests alone: answers are taken in and not looked into.</summary>
internal sealed class RawQueries(HttpClient http, Uri prometheus, long time, string window)
{
    private const string RateCounters = "cpu_util|net_rx|net_tx";
    private const int KernelsInAQuery = 100;

    private static readonly string[] Functions = ["min_over_time", "max_over_time", "avg_over_time"];

    private readonly LiveStatQuery _lean = new(PromQLDuration.Parse(window), []);
    private readonly EvaluationPoints _points = EvaluationPoints.Of(time, (long)PromQLDuration.Parse(window).TotalMilliseconds, 60_000);

    /// <summary>The manager's own six, all kernels in one matcher, one after another.</summary>
    public async Task<long> ReferenceAsync(Guid[] kernels)
    {
        long bytes = 0;
        foreach (var expression in Reference(kernels))
        {
            bytes += await AskAsync(expression);
        }

        return bytes;
    }

    /// <summary>The same side by side.</summary>
    public async Task<long> ReferenceInParallelAsync(Guid[] kernels) => (await Task.WhenAll(Reference(kernels).Select(AskAsync))).Sum();

    /// <summary>What is over the window as three aggregations of values and of rates, side by side.</summary>
    public async Task<long> WindowAsAggregationsAsync(Guid[] kernels)
    {
        var queries = Lean(kernels).SelectMany(_ => Functions, (expression, function) => LiveStatQuery.OverWindow(function, expression, _points));
        return (await Task.WhenAll(queries.Select(AskAsync))).Sum();
    }

    /// <summary>The same as two matrices of all points.</summary>
    public async Task<long> WindowAsMatrixAsync(Guid[] kernels) => (await Task.WhenAll(Lean(kernels).Select(AskAtPointsAsync))).Sum();

    private IEnumerable<string> Lean(Guid[] kernels) =>
        kernels.Chunk(KernelsInAQuery).SelectMany(chunk => new[] { _lean.Values(chunk), _lean.ShownRates(chunk) });

    private IEnumerable<string> Reference(Guid[] kernels)
    {
        const string Series = "backendai_container_utilization";
        var ids = string.Join('|', kernels);
        var values = $"sum by (container_metric_name,kernel_id)({Series}{{kernel_id=~\"{ids}\",value_type=\"current\"}})";
        var rates = "sum by (container_metric_name,kernel_id)(rate("
            + $"{Series}{{container_metric_name=~\"{RateCounters}\",kernel_id=~\"{ids}\",value_type=\"current\"}}[{window}]))";
        yield return $"sum by (container_metric_name,kernel_id,value_type)({Series}{{kernel_id=~\"{ids}\",value_type=~\"current|capacity\"}})";
        yield return rates;
        yield return $"max_over_time(({values})[{window}:])";
        yield return $"max_over_time(({rates})[{window}:])";
        yield return $"avg_over_time(({values})[{window}:])";
        yield return $"avg_over_time(({rates})[{window}:])";
    }

    private Task<long> AskAsync(string expression) => PostAsync("query", ("query", expression), ("time", Seconds(time)));

    private Task<long> AskAtPointsAsync(string expression) => PostAsync(
        "query_range", ("query", expression), ("start", Seconds(_points.First)), ("end", Seconds(_points.Last)), ("step", Seconds(_points.Step)));

    private async Task<long> PostAsync(string endpoint, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await http.PostAsync(new Uri(prometheus, $"api/v1/{endpoint}"), content);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private static string Seconds(long milliseconds) => (milliseconds / 1000m).ToString(CultureInfo.InvariantCulture);
}
