using LiveStatProxy.Configuration;
using LiveStatProxy.Shadow.Comparing;
using LiveStatProxy.Shadow.Intake;
using LiveStatProxy.Shadow.Recording;
using LiveStatProxy.Shadow.Reporting;

namespace LiveStatProxy.Shadow;

/// <summary>Registration of shadow mode.</summary>
public static class ShadowExtensions
{
    /// <summary>Adds what the gate hands observations to, and what compares them.</summary>
    public static void AddShadow(this WebApplicationBuilder builder, ConfigurationMistakes mistakes) =>
        builder.Services.AddShadow(OptionsReader.Read<ShadowOptions>(builder.Configuration, ShadowOptions.Section, mistakes));

    /// <summary>Adds it with these options.</summary>
    public static IServiceCollection AddShadow(this IServiceCollection services, ShadowOptions options)
    {
        services.AddSingleton(options);

        services.AddSingleton<KernelPace>();
        services.AddSingleton<ShadowQueue>();
        services.AddSingleton<ShadowIntake>();

        services.AddSingleton(options.CreateComparer());
        services.AddSingleton<NoiseFloor>();
        services.AddHostedService(provider => provider.GetRequiredService<NoiseFloor>());
        services.AddHostedService<ShadowWorker>();

        services.AddSingleton<BoundedNames>();
        services.AddSingleton<ShadowMetrics>();
        services.AddSingleton<MismatchLog>();
        services.AddSingleton<ComparisonFile>();
        services.AddSingleton<ShadowTally>();
        services.AddSingleton<ShadowRecorder>();
        services.AddSingleton<ShadowReporter>();
        return services;
    }
}
