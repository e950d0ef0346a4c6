using System.Text;
using LiveStatProxy.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LiveStatProxy.Listeners;

/// <summary>Registration of the two listeners.</summary>
public static class ListenerExtensions
{
    private static readonly ListenerMetadata AdminConnection = new(Listener.Admin);

    /// <summary>
    /// Listens where <c>Kestrel:Endpoints:Proxy</c> and <c>Kestrel:Endpoints:Admin</c> say, and at every further endpoint as at Proxy.
    /// <c>Kestrel:Limits</c> has Kestrel's limits.
    /// </summary>
    public static void AddListeners(this WebApplicationBuilder builder, ConfigurationMistakes mistakes)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ListenerPolicy>());
        var section = builder.Configuration.GetSection("Kestrel");
        ListenerLimits.Check(section, mistakes);
        var certificates = EndpointCertificates.Load(section, builder.Environment.ContentRootPath, mistakes);
        if (certificates.Count > 0)
        {
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<CertificateRenewal>(services, certificates.Values));
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            PassUnchanged(kestrel);
            ListenerLimits.Apply(section, kestrel.Limits);

            // Not reloaded on change: Kestrel would end connections. Renewed certificates are taken into use without it.
            var loader = kestrel.Configure(section, reloadOnChange: false);
            foreach (var name in section.GetSection("Endpoints").GetChildren().Select(endpoint => endpoint.Key))
            {
                loader.Endpoint(name, endpoint => Configure(endpoint, name, certificates.GetValueOrDefault(name)));
            }
        });
    }

    /// <summary>Serves these endpoints on <paramref name="listener"/> only.</summary>
    public static TBuilder On<TBuilder>(this TBuilder endpoints, Listener listener)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new ListenerMetadata(listener));

    private static void PassUnchanged(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // Every byte of a header is one character, and comes out as that byte.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        // Of a target with an authority and a Host that differs, the target's counts (RFC 9112, section 3.2.2).
        kestrel.AllowHostHeaderOverride = true;
    }

    private static void Configure(
        Microsoft.AspNetCore.Server.Kestrel.EndpointConfiguration endpoint, string name, EndpointCertificate? certificate)
    {
        if (name.Equals(nameof(Listener.Admin), StringComparison.OrdinalIgnoreCase))
        {
            endpoint.ListenOptions.Use(next => connection =>
            {
                connection.Features.Set(AdminConnection);
                return next(connection);
            });
        }

        if (certificate is not null)
        {
            endpoint.HttpsOptions.OnAuthenticate = (_, tls) => tls.ServerCertificateContext = certificate.Context;
        }
    }
}
