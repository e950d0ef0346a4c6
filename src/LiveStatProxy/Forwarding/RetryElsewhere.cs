using LiveStatProxy.Telemetry;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace LiveStatProxy.Forwarding;

/// <summary>
/// Sends a request to another manager when one fails: any request of which nothing was sent, and one that may be sent twice (an
/// idempotent method without a body) of whose answer nothing came. Each manager is asked once.
/// </summary>
internal sealed class RetryElsewhere(RequestDelegate next, ForwardingMetrics metrics)
{
    /// <summary>Serves a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        List<DestinationState>? tried = null;
        while (true)
        {
            var available = proxy.AvailableDestinations;
            context.Features.Set<IForwarderErrorFeature>(null);
            await next(context);

            if (!MayRetry(context) || proxy.ProxiedDestination is not { } failed)
            {
                return;
            }

            (tried ??= []).Add(failed);
            if (Others(available, tried) is not { Count: > 0 } others && (others = Others(proxy.AllDestinations, tried)).Count == 0)
            {
                return;
            }

            metrics.CountRetry();
            context.Response.Clear();
            proxy.AvailableDestinations = others;
        }
    }

    private static List<DestinationState> Others(IReadOnlyList<DestinationState> destinations, List<DestinationState> tried) =>
        [.. destinations.Except(tried)];

    private static bool MayRetry(HttpContext context) =>
        context.Features.Get<IForwarderErrorFeature>() is { } error
        && !context.Response.HasStarted
        && !context.RequestAborted.IsCancellationRequested
        && (ForwardingFailureReader.WasNotSent(error) || (error.Error is ForwarderError.Request && WasNotAnswered(error) && MayBeSentTwice(context)));

    private static bool WasNotAnswered(IForwarderErrorFeature error) =>
        ForwardingFailureReader.Read(error) is ForwardingFailure.ManagerBrokeOff;

    // RFC 9110, section 9.2.2. A body has been read off the connection and is gone.
    private static bool MayBeSentTwice(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }
        && (HttpMethods.IsGet(context.Request.Method)
            || HttpMethods.IsHead(context.Request.Method)
            || HttpMethods.IsOptions(context.Request.Method)
            || HttpMethods.IsTrace(context.Request.Method)
            || HttpMethods.IsPut(context.Request.Method)
            || HttpMethods.IsDelete(context.Request.Method));
}
