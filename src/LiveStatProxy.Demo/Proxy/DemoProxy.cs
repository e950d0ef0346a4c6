using LiveStatProxy.Configuration;

namespace LiveStatProxy.Demo.Proxy;

/// <summary>The proxy itself, in this process, between a world's manager and its Prometheus, with a configuration folder of its own.</summary>
public sealed class DemoProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _configuration;
    private readonly WebApplication _application;

    private DemoProxy(DirectoryInfo configuration, WebApplication application)
    {
        _configuration = configuration;
        _application = application;

        // Kestrel listens in the order of its configuration, whose keys come sorted: Admin, Proxy.
        AdminAddress = new Uri(application.Urls.First());
        Address = new Uri(application.Urls.Last());
    }

    /// <summary>Where clients connect.</summary>
    public Uri Address { get; }

    /// <summary>Where operators connect.</summary>
    public Uri AdminAddress { get; }

    /// <summary>The proxy's services.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>The configuration folder: a copy of the repository's.</summary>
    public string ConfigurationFolder => _configuration.FullName;

    /// <summary>Starts the proxy in front of <paramref name="demo"/>, in mode Manager.</summary>
    /// <exception cref="ConfigurationMistakeException">An override is wrong.</exception>
    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task<DemoProxy> StartAsync(DemoWorld demo, DemoProxyOptions options, CancellationToken cancellationToken)
    {
        var configuration = Directory.CreateTempSubdirectory("livestatproxy-config-");
        WebApplication? application = null;
        try
        {
            CopyConfiguration(configuration);
            await FlagFile.SetPercentageAsync(FlagsIn(configuration), "Manager", 100, cancellationToken);
            application = ProxyApplication.Build(configuration.FullName, Overrides(demo, options));
            await application.StartAsync(cancellationToken);
            return new DemoProxy(configuration, application);
        }
        catch
        {
            await StopAsync(configuration, application);
            throw;
        }
    }

    /// <summary>Gives everybody a variant of the flag <c>LiveStat</c>: the proxy reads it by itself, a moment later.</summary>
    /// <param name="variant"><c>Manager</c>, <c>Shadow</c> or <c>Prometheus</c>.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task SetVariantAsync(string variant, CancellationToken cancellationToken) =>
        SetPercentageAsync(variant, 100, cancellationToken);

    /// <summary>Gives a share of the callers a variant, and the others <c>Manager</c>: the proxy reads it by itself, a moment later.</summary>
    /// <param name="variant"><c>Manager</c>, <c>Shadow</c> or <c>Prometheus</c>.</param>
    /// <param name="percent">The share, from 0 to 100.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task SetPercentageAsync(string variant, int percent, CancellationToken cancellationToken) =>
        FlagFile.SetPercentageAsync(FlagsIn(_configuration), variant, percent, cancellationToken);

    /// <summary>Stops the proxy and deletes its configuration folder.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(_configuration, _application);

    private static async Task StopAsync(DirectoryInfo configuration, WebApplication? application)
    {
        if (application is not null)
        {
            await application.StopAsync();
            await application.DisposeAsync();
        }

        configuration.Delete(recursive: true);
    }

    private static string FlagsIn(DirectoryInfo configuration) => Path.Combine(configuration.FullName, "flags.json");

    private static void CopyConfiguration(DirectoryInfo target)
    {
        foreach (var file in Directory.EnumerateFiles(ConfigurationDirectory.FindDefault()))
        {
            File.Copy(file, Path.Combine(target.FullName, Path.GetFileName(file)));
        }
    }

    private static string[] Overrides(DemoWorld demo, DemoProxyOptions options) =>
    [
        $"--Kestrel:Endpoints:Proxy:Url=http://127.0.0.1:{options.ProxyPort}",
        $"--Kestrel:Endpoints:Admin:Url=http://127.0.0.1:{options.AdminPort}",
        $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={demo.Manager.Address}",
        .. demo.HasPrometheus ? [$"--Prometheus:Address={demo.Prometheus.Address}"] : Array.Empty<string>(),
        "--LiveStat:ResultHeader=On",
        "--Logging:LogLevel:Default=Warning",
        "--Logging:Console:FormatterName=simple",
        "--Logging:Console:FormatterOptions:TimestampFormat=HH:mm:ss ",
        .. options.Overrides,
    ];
}
