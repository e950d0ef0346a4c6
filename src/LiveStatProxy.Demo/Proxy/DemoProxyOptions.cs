namespace LiveStatProxy.Demo.Proxy;

/// <summary>Where the proxy listens, on loopback.</summary>
public sealed record DemoProxyOptions
{
    /// <summary>The port for clients; 0 for a free one.</summary>
    public int ProxyPort { get; init; }

    /// <summary>The port for operators; 0 for a free one.</summary>
    public int AdminPort { get; init; }

    /// <summary>Further configuration, as on the command line: <c>--Section:Key=value</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];
}
