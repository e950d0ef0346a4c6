using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LiveStatProxy.Forwarding;

/// <summary>Connects to the manager.</summary>
/// <remarks>
/// HttpClient would check the manager's certificate against the client's Host header, which is passed on unchanged, so TLS is
/// set up here, against the name in the manager's address.
/// </remarks>
internal sealed class ManagerConnector(SslClientAuthenticationOptions tls, X509Certificate2Collection? authorities)
{
    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps
                ? await SecureAsync(stream, context, cancellationToken)
                : stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<SslStream> SecureAsync(Stream stream, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var secured = new SslStream(stream);
        await secured.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = context.DnsEndPoint.Host,
                ApplicationProtocols = Protocols(context.InitialRequestMessage),
                EnabledSslProtocols = tls.EnabledSslProtocols,
                RemoteCertificateValidationCallback = tls.RemoteCertificateValidationCallback,
                CertificateChainPolicy = authorities is null ? null : TrustOnly(authorities),
            },
            cancellationToken);
        return secured;
    }

    private static List<SslApplicationProtocol> Protocols(HttpRequestMessage request) =>
        request.Version == HttpVersion.Version20
            ? request.VersionPolicy is HttpVersionPolicy.RequestVersionOrLower
                ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                : [SslApplicationProtocol.Http2]
            : [SslApplicationProtocol.Http11];

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
