using Microsoft.AspNetCore.Routing.Matching;

namespace LiveStatProxy.Listeners;

/// <summary>Serves an endpoint only on the listener that its metadata names: an operator's path is a manager's path on the proxy listener.</summary>
/// <remarks>Told by the connection and not by the Host header, which a client may set as it likes.</remarks>
public sealed class ListenerPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    /// <inheritdoc/>
    public override int Order => int.MinValue;

    /// <inheritdoc/>
    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<ListenerMetadata>() is not null);

    /// <inheritdoc/>
    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var listener = httpContext.Features.Get<ListenerMetadata>()?.Listener ?? Listener.Proxy;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates[i].Endpoint.Metadata.GetMetadata<ListenerMetadata>() is { } metadata && metadata.Listener != listener)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}

/// <summary>On an endpoint: where it is served. Among a connection's features: where the connection came in.</summary>
public sealed record ListenerMetadata(Listener Listener);
