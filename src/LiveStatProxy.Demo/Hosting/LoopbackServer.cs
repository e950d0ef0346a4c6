using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveStatProxy.Demo.Hosting;

/// <summary>A bare Kestrel on loopback that gives every request to one handler.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    /// <summary>The manager closes idle connections after this long.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly WebApplication _application;

    private LoopbackServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it listens: <c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="handler">Answers every request.</param>
    /// <param name="connectionMiddleware">Sees every connection first; null for none.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<LoopbackServer> StartAsync(
        int port, RequestDelegate handler, Func<ConnectionDelegate, ConnectionDelegate>? connectionMiddleware = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.KeepAliveTimeout = KeepAlive;
            kestrel.Listen(IPAddress.Loopback, port, listener =>
            {
                listener.Protocols = HttpProtocols.Http1;
                if (connectionMiddleware is not null)
                {
                    listener.Use(connectionMiddleware);
                }
            });
        });

        var application = builder.Build();
        application.Run(handler);
        await application.StartAsync(cancellationToken);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new LoopbackServer(application, new Uri(addresses.Single()));
    }

    /// <summary>Stops at once; requests under way are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }
}
