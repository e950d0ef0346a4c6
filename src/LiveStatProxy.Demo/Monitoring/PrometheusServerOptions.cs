namespace LiveStatProxy.Demo.Monitoring;

/// <summary>How to run Prometheus.</summary>
public sealed record PrometheusServerOptions
{
    /// <summary>The port on loopback; 0 for a free one. Debian's own service may hold 9090, so the demo uses 9190.</summary>
    public int Port { get; init; }

    /// <summary>How often targets are scraped. Default one second.</summary>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The evaluation interval, which is the default resolution of subqueries. Default one minute, as in production.</summary>
    public TimeSpan EvaluationInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether samples may be written to it, see <see cref="RemoteWrite"/>.</summary>
    public bool ReceivesWrites { get; init; }
}
