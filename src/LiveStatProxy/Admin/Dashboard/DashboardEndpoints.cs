using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using LiveStatProxy.Listeners;
using Microsoft.Net.Http.Headers;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>The dashboard's page on the admin listener, and its live updates. What its buttons change, they change by the API.</summary>
public static class DashboardEndpoints
{
    private const int MaxViewers = 32;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Everything comes from here, and the page can be put into no other one.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static int _viewers;

    /// <summary>Adds what the dashboard needs.</summary>
    public static void AddDashboard(this IServiceCollection services)
    {
        services.AddSingleton<MetricsHistory>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsHistory>());
        services.AddSingleton<DashboardReader>();
        services.AddSingleton<DashboardRenderer>();
    }

    /// <summary>Maps the page, its assets and its events.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        var dashboard = app.MapGroup("").On(Listener.Admin);
        dashboard.MapGet("/", ShowAsync);
        dashboard.MapGet("/dashboard/events", Watch);
        dashboard.MapGet("/dashboard/dashboard.css", () => Asset("dashboard.css", "text/css"));
        dashboard.MapGet("/dashboard/dashboard.js", () => Asset("dashboard.js", "text/javascript"));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, DashboardReader reader, DashboardRenderer renderer)
    {
        Protect(context.Response.Headers);
        var view = await reader.ReadAsync(context.RequestAborted);
        return Results.Content(await renderer.RenderAsync<DashboardPage>(view), "text/html; charset=utf-8");
    }

    private static IResult Watch(
        HttpContext context, DashboardReader reader, DashboardRenderer renderer, IHostApplicationLifetime lifetime, TimeProvider time)
    {
        if (Interlocked.Increment(ref _viewers) > MaxViewers)
        {
            Interlocked.Decrement(ref _viewers);
            return Results.Problem($"{MaxViewers} dashboards are watched already.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        context.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref _viewers);
            return Task.CompletedTask;
        });
        return TypedResults.ServerSentEvents(EventsAsync(reader, renderer, time, lifetime.ApplicationStopping, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        DashboardReader reader, DashboardRenderer renderer, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var timer = new PeriodicTimer(Interval, time);
        await using var atStop = stopping.Register(timer.Dispose);
        await using var atLeave = gone.Register(timer.Dispose);
        do
        {
            var view = await reader.ReadAsync(CancellationToken.None);
            yield return new SseItem<string>(await renderer.RenderAsync<DashboardPanels>(view), "panels");
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None));
    }

    private static IResult Asset(string name, string contentType)
    {
        var assembly = typeof(DashboardEndpoints).Assembly;
        return Results.Stream(assembly.GetManifestResourceStream($"LiveStatProxy.Admin.Dashboard.{name}")!, $"{contentType}; charset=utf-8");
    }

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.CacheControl] = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
