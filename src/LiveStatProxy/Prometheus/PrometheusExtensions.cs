using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Pipeline;

namespace LiveStatProxy.Prometheus;

/// <summary>Registration of where statistics come from.</summary>
public static class PrometheusExtensions
{
    /// <summary>Adds <see cref="ILiveStatSource"/>: kernels' statistics from Prometheus.</summary>
    public static IServiceCollection AddLiveStatSource(this IServiceCollection services, PrometheusOptions prometheus, LiveStatOptions liveStat)
    {
        services.AddSingleton(prometheus);
        services.AddSingleton<MetricCatalog>();
        services.AddSingleton(new LiveStatQuery(PromQLDuration.Parse(prometheus.Window), []));
        services.AddSingleton(new LiveStatRenderer(liveStat.Payload));
        services.AddSingleton(provider => new PrometheusClient(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }), prometheus, provider.GetRequiredService<MetricCatalog>()));
        services.AddSingleton<EvaluationInterval>();
        services.AddSingleton<WindowFetcher>();
        services.AddSingleton<LiveStatFetcher>();
        services.AddSingleton<ILiveStatSource, LiveStatSource>();
        return services;
    }
}
