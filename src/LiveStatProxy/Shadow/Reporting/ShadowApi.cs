using LiveStatProxy.Admin;
using LiveStatProxy.Listeners;
using LiveStatProxy.Shadow.Recording;

namespace LiveStatProxy.Shadow.Reporting;

/// <summary>The operators' JSON API of shadow mode.</summary>
public static class ShadowApi
{
    /// <summary>Maps <c>GET /api/shadow</c>, the report, and <c>POST /api/shadow/reset</c>, which begins it anew, on the admin listener.</summary>
    public static void MapShadowApi(this IEndpointRouteBuilder app)
    {
        // Made now, so that the verdict is among the metrics from the first reading on.
        var reporter = app.ServiceProvider.GetRequiredService<ShadowReporter>();
        var shadow = app.MapGroup("/api/shadow").On(Listener.Admin);
        shadow.MapGet("", () => Results.Json(reporter.Read(), Words.Format));
        shadow.MapPost("/reset", (ShadowTally tally) =>
        {
            tally.Reset();
            return Results.Json(reporter.Read(), Words.Format);
        }).AddEndpointFilter<SameOriginFilter>();
    }
}
