using LiveStatProxy.Configuration;

namespace LiveStatProxy.Prometheus;

/// <summary>Section <c>Prometheus</c>: where statistics come from, and how they are asked for.</summary>
public sealed record PrometheusOptions : IRelatedOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Prometheus";

    /// <summary>The base address; it may have a path (<c>http://mimir:8080/prometheus</c>).</summary>
    [HttpAddress]
    public Uri Address { get; set; } = new("http://127.0.0.1:9090");

    /// <summary>What speaks the API at <see cref="Address"/>. Default Prometheus; Thanos and Mimir, too.</summary>
    public PrometheusDialect Dialect { get; set; }

    /// <summary>Further label matchers for every selector: <c>cluster="a"</c>. Default none.</summary>
    [LabelMatchers]
    public string[] Matchers { get; set; } = [];

    /// <summary>The range of rates, in PromQL. Default 5m, the manager's own.</summary>
    [PromQLDuration("1s", "1d")]
    public string Window { get; set; } = "5m";

    /// <summary>The range of minimum, maximum and average. Default as <see cref="Window"/>.</summary>
    [PromQLDuration("1s", "30d")]
    public string? StatsWindow { get; set; }

    /// <summary>
    /// The step at which the stats window is looked at. Default: the server's evaluation interval, found by asking it, as the manager's own queries
    /// have it (VictoriaMetrics: 1m). Finer is truer and costs more.
    /// </summary>
    [PromQLDuration("1s", "1h")]
    public string? Resolution { get; set; }

    /// <summary>How long after an evaluation mark samples of that moment may still come in; then the window is asked for once more. Default 5 s.</summary>
    [Duration("00:00:00", "00:01:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request to Prometheus may take, its answer read to the end, and how long a user waits at most. Default 2 s.</summary>
    [Duration("00:00:00.050", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a kernel's rendering is served, counted from its evaluation time. Default 2 s.</summary>
    [Duration("00:00:00", "00:05:00")]
    public TimeSpan Freshness { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a Prometheus that failed is asked whether it is back. Default 2 s.</summary>
    [Duration("00:00:01", "00:05:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests to Prometheus that run at the same time. Default 8; Prometheus itself runs 20.</summary>
    [WholeNumber(1, 1000)]
    public int MaxConcurrentQueries { get; set; } = 8;

    /// <summary>Kernels in one query. Default 100: VictoriaMetrics takes no more alternatives for a set, Prometheus 255.</summary>
    [WholeNumber(1, 255)]
    public int MaxKernelsPerQuery { get; set; } = 100;

    /// <summary>A query's length in bytes; fewer kernels are put into it if need be. Default 16,000: VictoriaMetrics takes 16 KiB.</summary>
    [WholeNumber(1000, 1_000_000)]
    public int MaxQueryBytes { get; set; } = 16_000;

    /// <summary>Answers beyond this many bytes are given up. Default 32 MiB.</summary>
    [WholeNumber(64 * 1024, 1024 * 1024 * 1024)]
    public int MaxAnswerBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Kernels that are remembered. Default 20,000.</summary>
    [WholeNumber(3, 10_000_000)]
    public int MaxKernels { get; set; } = 20_000;

    /// <summary>Bytes that remembered kernels take, about. Default 256 MiB.</summary>
    [WholeNumber(1024 * 1024, 1L << 40)]
    public long MaxMemoryBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>The user name of basic authentication.</summary>
    public string? Username { get; set; }

    /// <summary>The password of basic authentication.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>A file with a bearer token, relative to the configuration's folder. It is read again when it may have changed.</summary>
    public string? BearerTokenFile { get; set; }

    /// <summary>Further request headers, such as <c>X-Scope-OrgID</c>.</summary>
    [Secret]
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>A file with the client's certificate in PEM, relative to the configuration's folder.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>A file with the client certificate's key in PEM. Default: the file of <see cref="ClientCertificate"/>.</summary>
    public string? ClientKey { get; set; }

    /// <summary>A file with the certificates, in PEM, of the authorities that alone are trusted. Default: the system's.</summary>
    public string? CertificateAuthority { get; set; }

    /// <inheritdoc/>
    public void Check(string section, ConfigurationMistakes mistakes)
    {
        if (Address.UserInfo.Length > 0)
        {
            mistakes.Add($"{section}:{nameof(Address)}", "…", $"an address without credentials; these are {nameof(Username)} and {nameof(Password)}");
        }

        if (Username is null != Password is null)
        {
            var missing = Username is null ? nameof(Username) : nameof(Password);
            mistakes.Add($"{section}:{missing}", null, $"{nameof(Username)} and {nameof(Password)} together");
        }

        if (Username is not null && BearerTokenFile is not null)
        {
            mistakes.Add($"{section}:{nameof(BearerTokenFile)}", BearerTokenFile, $"either this or {nameof(Username)} and {nameof(Password)}");
        }

        if (ClientKey is not null && ClientCertificate is null)
        {
            mistakes.Add($"{section}:{nameof(ClientCertificate)}", null, $"the certificate of {nameof(ClientKey)}");
        }

        if (Address.Scheme == Uri.UriSchemeHttp && (ClientCertificate ?? CertificateAuthority) is not null)
        {
            mistakes.Add($"{section}:{nameof(Address)}", Address.OriginalString, "an https:// address, when certificates are given");
        }
    }
}

/// <summary>What speaks the Prometheus HTTP API, where that makes a difference.</summary>
public enum PrometheusDialect
{
    /// <summary>Prometheus, Thanos, Mimir.</summary>
    Prometheus,

    /// <summary>VictoriaMetrics: asked not to hide the last 30 seconds, and for neither cached nor partial answers.</summary>
    VictoriaMetrics,
}
