using System.Globalization;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>A question to the Prometheus HTTP API: at one instant, or at several.</summary>
public sealed record PrometheusQuery
{
    private PrometheusQuery(string endpoint, string expression, params (string Name, long Milliseconds)[] times)
    {
        Endpoint = endpoint;
        Parameters =
        [
            KeyValuePair.Create("query", expression),
            .. times.Select(time => KeyValuePair.Create(time.Name, InSeconds(time.Milliseconds))),
        ];
    }

    /// <summary>The API's path below <c>api/v1/</c>.</summary>
    public string Endpoint { get; }

    /// <summary>The form that is posted.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>Evaluates <paramref name="expression"/> at <paramref name="time"/>, in Unix milliseconds.</summary>
    public static PrometheusQuery At(long time, string expression) => new("query", expression, ("time", time));

    /// <summary>Evaluates <paramref name="expression"/> at all <paramref name="points"/>.</summary>
    public static PrometheusQuery At(EvaluationPoints points, string expression) =>
        new("query_range", expression, ("start", points.First), ("end", points.Last), ("step", points.Step));

    private static string InSeconds(long milliseconds) => (milliseconds / 1000m).ToString(CultureInfo.InvariantCulture);
}
