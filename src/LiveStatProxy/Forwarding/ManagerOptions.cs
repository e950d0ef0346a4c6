using LiveStatProxy.Configuration;

namespace LiveStatProxy.Forwarding;

/// <summary>Section <c>Manager</c>: how requests reach the manager, beside YARP's own section <c>ReverseProxy</c>.</summary>
public sealed record ManagerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Manager";

    /// <summary>What becomes of X-Forwarded-For, -Proto and -Host. Default: appended to.</summary>
    public ForwardedHeadersMode ForwardedHeaders { get; set; } = ForwardedHeadersMode.Append;

    /// <summary>How long a connection may take, TLS included; beyond it the manager counts as unreachable. Default 5 s.</summary>
    [Duration("00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the manager may take, once it has the whole request, to begin its answer. What an answer takes from then on is never
    /// limited. Default 1 h: it only frees what a hanging manager holds, since long polls and slow operations are the manager's business.
    /// </summary>
    [Duration("00:00:00.100", "24.00:00:00")]
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long an idle connection is kept for the next request. Default 25 s: the manager closes idle ones after 30 s, and a POST must
    /// not meet a connection that is being closed.
    /// </summary>
    [Duration("00:00:00.100", "1.00:00:00")]
    public TimeSpan IdleConnectionTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// A PEM file with the certificate authorities that the manager's certificate is checked against instead of the system's, relative to the
    /// configuration's folder. Default: the system's.
    /// </summary>
    public string? CertificateAuthority { get; set; }
}

/// <summary>What becomes of the X-Forwarded-* headers.</summary>
public enum ForwardedHeadersMode
{
    /// <summary>The client's values stay and ours are put behind them, after a comma.</summary>
    Append,

    /// <summary>The client's values are replaced: for a proxy that is the first hop.</summary>
    Set,

    /// <summary>They pass as they came.</summary>
    Off,
}
