using LiveStatProxy.Configuration;
using LiveStatProxy.Listeners;
using LiveStatProxy.Pipeline;

namespace LiveStatProxy;

/// <summary>The proxy as a web application: composition only, in the order in which a request meets the parts.</summary>
public static class ProxyApplication
{
    /// <summary>Builds the application; the caller runs it.</summary>
    /// <param name="configurationDirectory">The folder with <c>appsettings.json</c> and <c>flags.json</c>.</param>
    /// <param name="overrides">Configuration from the command line: <c>--Section:Key=value</c>.</param>
    /// <exception cref="ConfigurationMistakeException">The configuration is wrong; the message names every mistake.</exception>
    public static WebApplication Build(string configurationDirectory, params string[] overrides)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ProxyApplication).Assembly.GetName().Name,
            ContentRootPath = Path.GetFullPath(configurationDirectory),
            Args = overrides,
        });

        var mistakes = new ConfigurationMistakes();
        builder.Services.AddSingleton(OptionsReader.Read<LiveStatOptions>(builder.Configuration, LiveStatOptions.Section, mistakes));
        mistakes.ThrowIfAny();

        builder.AddListeners();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));

        var app = builder.Build();
        app.MapGet("/healthz/live", () => Results.Text("live\n")).On(Listener.Admin);
        app.MapReverseProxy().On(Listener.Proxy);
        return app;
    }
}
