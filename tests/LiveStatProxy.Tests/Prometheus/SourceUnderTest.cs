using System.Text;
using System.Text.Json;
using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus;
using LiveStatProxy.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prometheus;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>The source of statistics as the proxy composes it, its background services running.</summary>
internal sealed class SourceUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IHostedService[] _background;

    public SourceUnderTest(PrometheusOptions prometheus, LiveStatPayload payload = LiveStatPayload.Full, TimeProvider? time = null)
    {
        var mistakes = new ConfigurationMistakes();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(Metrics.NewCustomRegistry())
            .AddLiveStatSource(prometheus, payload, AppContext.BaseDirectory, mistakes)
            .BuildServiceProvider();
        mistakes.ThrowIfAny();
        _background = [.. _services.GetServices<IHostedService>()];
        foreach (var service in _background)
        {
            _ = service.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    public ILiveStatSource Source => _services.GetRequiredService<ILiveStatSource>();

    public LiveStatMemory Memory => _services.GetRequiredService<LiveStatMemory>();

    /// <summary>The metrics as the admin listener shows them, a line each.</summary>
    public async Task<string[]> ScrapeAsync()
    {
        using var text = new MemoryStream();
        await _services.GetRequiredService<CollectorRegistry>().CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(text.ToArray()).Split('\n');
    }

    /// <summary>What operators see.</summary>
    public LiveStatSourceMetrics Seen => _services.GetRequiredService<LiveStatSourceMetrics>();

    /// <summary>The renderings of kernels, which must come.</summary>
    public async Task<IReadOnlyList<LiveStatRendering>> GetAsync(params Guid[] kernels)
    {
        var batch = await Source.GetAsync(kernels, TestContext.Current.CancellationToken);
        Assert.Equal(OutcomeReason.Translated, batch.Reason);
        return batch.Renderings!;
    }

    /// <summary>The metrics of one kernel, as a client reads them out of the string.</summary>
    public async Task<JsonElement> GetMetricsAsync(Guid kernel) => Show((await GetAsync(kernel))[0]);

    /// <summary>What a client finds in the string.</summary>
    public static JsonElement Show(LiveStatRendering rendering)
    {
        var text = JsonSerializer.Deserialize<string>(rendering.LiveStat.Span);
        return JsonDocument.Parse(text ?? "null").RootElement;
    }

    public static string Text(LiveStatRendering rendering, StatisticField field) => Encoding.UTF8.GetString(rendering[field].Span);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_background.Select(service => service.StopAsync(CancellationToken.None)));
        await _services.DisposeAsync();
    }
}
