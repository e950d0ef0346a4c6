using LiveStatProxy.Configuration;

namespace LiveStatProxy.Shutdown;

/// <summary>Registration of draining.</summary>
public static class ShutdownExtensions
{
    /// <summary>Lets requests and WebSockets end before the program does.</summary>
    public static void AddDraining(this WebApplicationBuilder builder, ConfigurationMistakes mistakes)
    {
        var options = OptionsReader.Read<ShutdownOptions>(builder.Configuration, ShutdownOptions.Section, mistakes);
        builder.Services.AddSingleton(options);
        builder.Services.AddHostedService<Draining>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Delay + options.Drain);
    }
}
