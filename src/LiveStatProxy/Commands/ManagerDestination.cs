using Yarp.ReverseProxy;

namespace LiveStatProxy.Commands;

/// <summary>A manager as the proxy would reach it.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Client">The client with the proxy's own settings.</param>
internal sealed record ManagerDestination(string Name, Uri Address, HttpMessageInvoker Client)
{
    /// <summary>Every destination of every cluster.</summary>
    public static IReadOnlyList<ManagerDestination> In(IServiceProvider services) =>
    [
        .. services.GetRequiredService<IProxyStateLookup>().GetClusters().SelectMany(cluster => cluster.Destinations.Values.Select(
            destination => new ManagerDestination(
                destination.DestinationId, new Uri(destination.Model.Config.Address), cluster.Model.HttpClient))),
    ];
}
