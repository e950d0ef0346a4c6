using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveStatProxy.Configuration;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>The connections to Prometheus. Nothing of a client's request gets onto them: no cookies, no trace context, no credentials.</summary>
internal static class PrometheusHandler
{
    /// <summary>Makes the handler; certificates are read now, so that a wrong one stops the start.</summary>
    /// <param name="options">The options.</param>
    /// <param name="folder">What file names are relative to.</param>
    /// <param name="mistakes">Where a file that can't be read is noted.</param>
    public static SocketsHttpHandler Create(PrometheusOptions options, string folder, ConfigurationMistakes mistakes)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry credentials to where nobody sent them.
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.Timeout,
            MaxConnectionsPerServer = options.MaxConcurrentQueries,

            // Names are looked up again now and then: Prometheus moves between hosts.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (options.ClientCertificate is { } certificate)
        {
            const string Allowed = "a PEM file with a certificate whose key is in ClientKey, or in the same file";
            var (file, key) = (Path.Combine(folder, certificate), Path.Combine(folder, options.ClientKey ?? certificate));
            Read(nameof(PrometheusOptions.ClientCertificate), certificate, Allowed, mistakes, () =>
                handler.SslOptions.ClientCertificateContext =
                    SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(file, key), additionalCertificates: null));
        }

        if (options.CertificateAuthority is { } authority)
        {
            Read(nameof(PrometheusOptions.CertificateAuthority), authority, "a PEM file with certificates of authorities", mistakes, () =>
                handler.SslOptions.CertificateChainPolicy = TrustOnly(Path.Combine(folder, authority)));
        }

        return handler;
    }

    private static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("There is no certificate in it.");
    }

    private static void Read(string key, string file, string allowed, ConfigurationMistakes mistakes, Action read)
    {
        try
        {
            read();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            mistakes.Add($"{PrometheusOptions.Section}:{key}", file, allowed);
        }
    }
}
