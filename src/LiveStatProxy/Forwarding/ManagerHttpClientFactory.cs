using System.Security.Cryptography.X509Certificates;
using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace LiveStatProxy.Forwarding;

/// <summary>The HTTP client to the manager, which adds, follows, decodes and remembers nothing.</summary>
internal sealed class ManagerHttpClientFactory(
    ManagerOptions options, X509Certificate2Collection? authorities, ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger)
{
    /// <inheritdoc/>
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.ConnectTimeout = options.ConnectTimeout;
        handler.PooledConnectionIdleTimeout = options.IdleConnectionTimeout;
        handler.ActivityHeadersPropagator = null;
        handler.RequestHeaderEncodingSelector = static (_, _) => FieldLines.Encoding;
        handler.ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1;
        handler.ConnectCallback = new ManagerConnector(handler.SslOptions, authorities).ConnectAsync;
        handler.PlaintextStreamFilter = WireEdit.FilterAsync;
    }

    /// <inheritdoc/>
    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler) =>
        new ResponseTimeout(options.ResponseTimeout, new WireEditing(handler));
}
