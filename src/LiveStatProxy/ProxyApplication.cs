using LiveStatProxy.Admin;
using LiveStatProxy.Configuration;
using LiveStatProxy.Forwarding;
using LiveStatProxy.Listeners;
using LiveStatProxy.Pipeline;
using LiveStatProxy.Prometheus;
using LiveStatProxy.Rollout;
using LiveStatProxy.Shadow;
using LiveStatProxy.Shutdown;
using LiveStatProxy.Telemetry;
using Prometheus;

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
        var liveStat = OptionsReader.Read<LiveStatOptions>(builder.Configuration, LiveStatOptions.Section, mistakes);
        builder.AddGraphQLGate(liveStat, mistakes);
        builder.AddRollout(mistakes);
        builder.AddLiveStatSource(liveStat, mistakes);
        builder.AddShadow(mistakes);
        builder.AddAdmin(mistakes);
        builder.AddForwarding(mistakes).AddAnswerCapture().AddStreaming();
        builder.AddListeners(mistakes);
        builder.AddDraining(mistakes);
        mistakes.ThrowIfAny();

        builder.Services.AddSingleton(TimeProvider.System);
        var registry = Metrics.NewCustomRegistry();
        builder.Services.AddSingleton(registry);
        builder.Services.AddSingleton<OutcomeReporter>();

        var app = builder.Build();
        app.MapAdmin();
        app.MapMetrics(registry: registry).On(Listener.Admin);
        app.MapReverseProxy(proxy =>
        {
            proxy.UseFailureAnswer();
            proxy.UseMiddleware<GraphQLGate>();
            proxy.UseManagers();
        }).On(Listener.Proxy);
        return app;
    }
}
