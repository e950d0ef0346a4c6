using System.Text;
using Yarp.ReverseProxy.Forwarder;

namespace LiveStatProxy.Forwarding;

/// <summary>The HTTP client to the manager, which adds, follows, decodes and remembers nothing.</summary>
internal sealed class ManagerHttpClientFactory(ManagerOptions options, ILogger<ForwarderHttpClientFactory> logger)
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
    }
}
