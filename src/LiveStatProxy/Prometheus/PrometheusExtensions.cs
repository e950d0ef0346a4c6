using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Pipeline;
using LiveStatProxy.Prometheus.Http;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Prometheus;

/// <summary>Registration of where statistics come from.</summary>
public static class PrometheusExtensions
{
    /// <summary>The service key of the <see cref="HttpClient"/> to Prometheus, credentials and certificates included.</summary>
    public const string HttpClientKey = "prometheus";

    /// <summary>Adds <see cref="ILiveStatSource"/> as the section <c>Prometheus</c> says.</summary>
    public static void AddLiveStatSource(this WebApplicationBuilder builder, LiveStatOptions liveStat, ConfigurationMistakes mistakes)
    {
        var mistakesBefore = mistakes.Lines.Count;
        var options = OptionsReader.Read<PrometheusOptions>(builder.Configuration, PrometheusOptions.Section, mistakes);
        if (mistakes.Lines.Count > mistakesBefore)
        {
            return;
        }

        builder.Services.AddLiveStatSource(options, liveStat.Payload, builder.Environment.ContentRootPath, mistakes);
    }

    /// <summary>Adds <see cref="ILiveStatSource"/>: kernels' statistics from Prometheus.</summary>
    /// <param name="services">Where it is added; a <c>CollectorRegistry</c>, a <see cref="TimeProvider"/> and logging are there.</param>
    /// <param name="options">How Prometheus is asked.</param>
    /// <param name="payload">What is shown of a metric.</param>
    /// <param name="folder">What file names in the options are relative to.</param>
    /// <param name="mistakes">Where files that can't be read are noted.</param>
    public static IServiceCollection AddLiveStatSource(
        this IServiceCollection services, PrometheusOptions options, LiveStatPayload payload, string folder, ConfigurationMistakes mistakes)
    {
        var connections = PrometheusHandler.Create(options, folder, mistakes);
        var tokenPath = options.BearerTokenFile is { } file ? Path.Combine(folder, file) : null;
        if (tokenPath is not null && !File.Exists(tokenPath))
        {
            const string Key = $"{PrometheusOptions.Section}:{nameof(PrometheusOptions.BearerTokenFile)}";
            mistakes.Add(Key, options.BearerTokenFile, "a file with a bearer token");
        }

        services.AddSingleton(options);
        services.AddSingleton<LiveStatSourceMetrics>();
        services.AddSingleton<MetricCatalog>();
        services.AddSingleton(new LiveStatQuery(PromQLDuration.Parse(options.Window), options.Matchers));
        services.AddSingleton(new LiveStatRenderer(payload));

        services.AddSingleton<PrometheusResilience>();
        services.AddKeyedSingleton(HttpClientKey, (provider, _) =>
        {
            var token = tokenPath is null ? null : new BearerTokenFile(tokenPath, provider.GetRequiredService<TimeProvider>());
            return new HttpClient(new PrometheusAuthentication(options, token, connections)) { Timeout = Timeout.InfiniteTimeSpan };
        });
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PrometheusClient>(
            provider, provider.GetRequiredKeyedService<HttpClient>(HttpClientKey)));
        services.AddHostedService<PrometheusProbe>();

        services.AddSingleton<EvaluationInterval>();
        services.AddSingleton<MarkFetcher>();
        services.AddSingleton<LiveStatFetcher>();
        services.AddSingleton<LiveStatMemory>();
        services.AddSingleton<KernelBatcher>();
        services.AddHostedService<RefreshAhead>();
        services.AddSingleton<ILiveStatSource, LiveStatSource>();
        return services;
    }
}
