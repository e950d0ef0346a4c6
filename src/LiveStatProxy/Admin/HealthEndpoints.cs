using LiveStatProxy.Listeners;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Admin;

/// <summary>Health, for orchestrators.</summary>
public static class HealthEndpoints
{
    /// <summary>
    /// Maps <c>/healthz/live</c> (the program runs) and <c>/healthz/ready</c> (it takes requests: started, and not stopping) on the admin listener. Prometheus
    /// being down does not make the proxy unready, since requests are served from the manager then.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/healthz").On(Listener.Admin);
        health.MapGet("/live", () => Results.Text("live\n"));
        health.MapGet("/ready", (IHostApplicationLifetime lifetime, ILiveStatSource source) =>
            lifetime.ApplicationStarted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested
                ? Results.Text($"ready\nprometheus: {(source.IsAvailable ? "available" : "unavailable, the manager's values are served")}\n")
                : Results.Text("starting or stopping\n", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
