using System.Net;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;

namespace LiveStatProxy.Forwarding;

/// <summary>What holds for a cluster of managers where the section <c>ReverseProxy</c> does not say otherwise.</summary>
internal sealed class ManagerClusterDefaults : IProxyConfigFilter
{
    /// <inheritdoc/>
    public ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig cluster, CancellationToken cancel) => new(cluster with
    {
        HttpRequest = Requests(cluster.HttpRequest ?? ForwarderRequestConfig.Empty),
        HealthCheck = Health(cluster),
    });

    /// <inheritdoc/>
    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel) => new(route);

    // YARP's activity timeout would cut quiet event streams and WebSockets; Manager:ResponseTimeout limits the wait for an answer instead.
    // The manager speaks HTTP/1.1; HTTP/2 is asked for with HttpRequest:Version.
    private static ForwarderRequestConfig Requests(ForwarderRequestConfig requests) => requests with
    {
        ActivityTimeout = requests.ActivityTimeout ?? Timeout.InfiniteTimeSpan,
        Version = requests.Version ?? HttpVersion.Version11,
    };

    // A manager that checks call unhealthy is still asked when there is no better one: the proxy has no 503 of its own.
    private static HealthCheckConfig Health(ClusterConfig cluster)
    {
        var health = cluster.HealthCheck ?? new HealthCheckConfig();
        return health with
        {
            AvailableDestinationsPolicy = health.AvailableDestinationsPolicy ?? HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Passive = health.Passive ?? (cluster.Destinations is { Count: > 1 } ? OutOfRotation : null),
        };
    }

    private static readonly PassiveHealthCheckConfig OutOfRotation = new()
    {
        Enabled = true,
        Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
        ReactivationPeriod = TimeSpan.FromSeconds(10),
    };
}
