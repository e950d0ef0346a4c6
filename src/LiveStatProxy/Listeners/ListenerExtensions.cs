using System.Text;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LiveStatProxy.Listeners;

/// <summary>Registration of the two listeners.</summary>
public static class ListenerExtensions
{
    /// <summary>Listens where <c>Kestrel:Endpoints:Proxy</c> and <c>Kestrel:Endpoints:Admin</c> say.</summary>
    public static void AddListeners(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ListenerPolicy>());
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Configure(context.Configuration.GetSection("Kestrel"), reloadOnChange: true)
                .Endpoint(nameof(Listener.Admin), endpoint => endpoint.ListenOptions.Use(next => connection =>
                {
                    connection.Features.Set(AdminConnection);
                    return next(connection);
                }));
        });
    }

    /// <summary>Serves these endpoints on <paramref name="listener"/> only.</summary>
    public static TBuilder On<TBuilder>(this TBuilder endpoints, Listener listener)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new ListenerMetadata(listener));

    private static readonly ListenerMetadata AdminConnection = new(Listener.Admin);
}
