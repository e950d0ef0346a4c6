using LiveStatProxy.Configuration;

namespace LiveStatProxy.Prometheus;

/// <summary>Section <c>Prometheus</c>: where statistics come from.</summary>
public sealed record PrometheusOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Prometheus";

    /// <summary>The base address; it may have a path (<c>http://mimir:8080/prometheus</c>).</summary>
    [HttpAddress]
    public Uri Address { get; set; } = new("http://127.0.0.1:9090");

    /// <summary>The range of rates, in PromQL. Default 5m, the manager's own.</summary>
    [PromQLDuration("1s", "1d")]
    public string Window { get; set; } = "5m";

    /// <summary>
    /// The step at which the window is looked at for minimum, maximum and average. Default: the server's evaluation interval, found by asking it,
    /// as the manager's own queries have it. Finer is truer and costs more.
    /// </summary>
    [PromQLDuration("1s", "1h")]
    public string? Resolution { get; set; }

    /// <summary>How long a request to Prometheus may take, its answer read to the end. Default 2 s.</summary>
    [Duration("00:00:00.050", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Answers beyond this many bytes are given up. Default 32 MiB.</summary>
    [WholeNumber(64 * 1024, 1024 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long a kernel's rendering is served. Default 2 s; more than the scrape interval makes no sense.</summary>
    [Duration("00:00:00", "00:05:00")]
    public TimeSpan Freshness { get; set; } = TimeSpan.FromSeconds(2);
}
