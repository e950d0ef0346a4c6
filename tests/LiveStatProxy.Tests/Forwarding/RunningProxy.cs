using LiveStatProxy.Configuration;
using Microsoft.AspNetCore.Builder;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>The proxy on free ports, in this process, in front of given managers.</summary>
public sealed class RunningProxy : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly string[] _endpoints;

    private RunningProxy(WebApplication application, string[] endpoints)
    {
        _application = application;
        _endpoints = endpoints;
    }

    public Uri Address => Endpoint("Proxy");

    public Uri Admin => Endpoint("Admin");

    /// <summary>Where the endpoint of this name listens. Kestrel starts them in the order of their names.</summary>
    public Uri Endpoint(string name) => new(_application.Urls.ElementAt(Array.IndexOf(_endpoints, name)));

    /// <summary>Starts the proxy in front of one manager.</summary>
    public static Task<RunningProxy> StartAsync(Uri manager, params string[] overrides) =>
        StartAsync([manager], overrides);

    /// <summary>Starts the proxy in front of several managers.</summary>
    public static async Task<RunningProxy> StartAsync(IReadOnlyList<Uri> managers, params string[] overrides)
    {
        string[] all =
        [
            "--Logging:LogLevel:Default=Error",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Error",
            "--Logging:LogLevel:Yarp=None",
            "--Shutdown:Delay=00:00:00",
            "--Shutdown:Drain=00:00:01",
            "--Kestrel:Endpoints:Proxy:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:Admin:Url=http://127.0.0.1:0",
            .. managers.Select((manager, i) =>
                $"--ReverseProxy:Clusters:manager:Destinations:{(i == 0 ? "manager" : $"manager{i + 1}")}:Address={manager}"),
            .. overrides,
        ];
        var application = ProxyApplication.Build(ConfigurationDirectory.FindDefault(), all);
        await application.StartAsync(TestContext.Current.CancellationToken);
        var endpoints = application.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint.Key).ToArray();
        return new RunningProxy(application, endpoints);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }
}
