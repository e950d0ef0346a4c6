using LiveStatProxy.Admin.Dashboard;
using LiveStatProxy.Configuration;
using LiveStatProxy.Shadow.Reporting;

namespace LiveStatProxy.Admin;

/// <summary>Registration of what operators use.</summary>
public static class AdminExtensions
{
    /// <summary>Adds what the endpoints on the admin listener need.</summary>
    public static void AddAdmin(this WebApplicationBuilder builder, ConfigurationMistakes mistakes)
    {
        builder.Services.AddSingleton(OptionsReader.Read<AdminOptions>(builder.Configuration, AdminOptions.Section, mistakes));
        builder.Services.AddSingleton<RolloutReport>();
        builder.Services.AddDashboard();
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapRolloutApi();
        app.MapShadowApi();
        app.MapDashboard();
    }
}
