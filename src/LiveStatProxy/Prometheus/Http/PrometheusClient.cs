using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>Sends one query to Prometheus and reads its answer as it comes in.</summary>
public sealed class PrometheusClient(
    HttpClient http,
    PrometheusResilience resilience,
    PrometheusOptions options,
    MetricCatalog catalog,
    LiveStatSourceMetrics metrics,
    TimeProvider time)
{
    /// <summary>How long a failed query stands for what users ask.</summary>
    private static readonly TimeSpan ProbeWithFailedFor = TimeSpan.FromMinutes(1);

    /// <summary>VictoriaMetrics hides the last 30 s and caches unless it is told not to, and answers with what it has when a node is gone.</summary>
    private static readonly KeyValuePair<string, string>[] VictoriaMetricsParameters =
    [
        new("latency_offset", "1ms"),
        new("nocache", "1"),
        new("deny_partial_response", "1"),
    ];

    private static readonly Dictionary<Guid, int> NoKernels = [];

    private readonly Uri _api = new($"{options.Address.AbsoluteUri.TrimEnd('/')}/api/v1/");
    private readonly KeyValuePair<string, string>[] _parameters =
        options.Dialect == PrometheusDialect.VictoriaMetrics ? VictoriaMetricsParameters : [];
    private FailedQuery? _failed;

    /// <summary>Asks <paramref name="query"/>; rows of <paramref name="kernels"/> are added to <paramref name="samples"/>.</summary>
    /// <returns>The outcome; failure of Prometheus is a value, not an exception.</returns>
    public async Task<PrometheusAnswer> QueryAsync(
        PrometheusQuery query, IReadOnlyDictionary<Guid, int> kernels, SampleList samples, CancellationToken cancellationToken)
    {
        var answer = await ExecuteAsync(query, kernels, samples, cancellationToken);
        if (!answer.IsComplete && answer.Reason != OutcomeReason.PrometheusUnavailable)
        {
            _failed = new FailedQuery(query, time.GetTimestamp());
        }

        return answer;
    }

    /// <summary>
    /// Asks what failed last, so that a Prometheus that is too busy for users' queries does not pass for well because it can count to one; or, when
    /// that was long ago and may be to blame itself, just a number.
    /// </summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        var failed = _failed;
        var query = failed is not null && time.GetElapsedTime(failed.At) < ProbeWithFailedFor
            ? failed.Query
            : PrometheusQuery.At(time.GetUtcNow().ToUnixTimeMilliseconds(), "vector(1)");
        using var samples = new SampleList();
        await ExecuteAsync(query, NoKernels, samples, cancellationToken);
    }

    private ValueTask<PrometheusAnswer> ExecuteAsync(
        PrometheusQuery query, IReadOnlyDictionary<Guid, int> kernels, SampleList samples, CancellationToken cancellationToken) =>
        resilience.ExecuteAsync(
            static (call, token) => call.Client.AttemptAsync(call.Query, call.Kernels, call.Samples, token),
            (Client: this, Query: query, Kernels: kernels, Samples: samples),
            cancellationToken);

    private async ValueTask<PrometheusAnswer> AttemptAsync(
        PrometheusQuery query, IReadOnlyDictionary<Guid, int> kernels, SampleList samples, CancellationToken cancellationToken)
    {
        samples.Clear();
        var begun = time.GetTimestamp();
        var body = new AnswerBody(new SampleReader(kernels, catalog, samples), options.MaxAnswerBytes);
        var answer = new PrometheusAnswer(OutcomeReason.PrometheusTimeout);
        try
        {
            answer = await SendAsync(query, body, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            var detail = (fault as HttpRequestException)?.HttpRequestError.ToString() ?? "connection lost";
            answer = new PrometheusAnswer(OutcomeReason.PrometheusUnreachable, detail);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // Cut off because the time was up.
            throw new OperationCanceledException(fault.Message, fault, cancellationToken);
        }
        finally
        {
            metrics.QueryEnded(answer.Reason, time.GetElapsedTime(begun), body.Length);
        }

        return answer;
    }

    private async Task<PrometheusAnswer> SendAsync(PrometheusQuery query, AnswerBody body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_api, query.Endpoint));
        request.Content = new FormUrlEncodedContent([.. query.Parameters, .. _parameters]);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.IsSuccessStatusCode
            ? await body.ReadAsync(response.Content, cancellationToken)
            : new PrometheusAnswer(OutcomeReason.PrometheusError, $"HTTP status {response.StatusCode:D}");
    }

    private sealed record FailedQuery(PrometheusQuery Query, long At);
}
