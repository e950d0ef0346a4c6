using System.Text;
using System.Text.Json;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Pipeline;
using LiveStatProxy.Prometheus;
using Microsoft.Extensions.DependencyInjection;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>The source of statistics as the proxy composes it.</summary>
internal sealed class SourceUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public SourceUnderTest(PrometheusOptions prometheus, LiveStatPayload payload = LiveStatPayload.Full, TimeProvider? time = null) =>
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(global::Prometheus.Metrics.NewCustomRegistry())
            .AddLiveStatSource(prometheus, new LiveStatOptions { Payload = payload })
            .BuildServiceProvider();

    public ILiveStatSource Source => _services.GetRequiredService<ILiveStatSource>();

    /// <summary>The renderings of kernels, which must come.</summary>
    public async Task<IReadOnlyList<LiveStatRendering>> GetAsync(params Guid[] kernels)
    {
        var batch = await Source.GetAsync(kernels, TestContext.Current.CancellationToken);
        Assert.Equal(OutcomeReason.Translated, batch.Reason);
        return batch.Renderings!;
    }

    /// <summary>The metrics of one kernel, as a client reads them out of the string.</summary>
    public async Task<JsonElement> GetMetricsAsync(Guid kernel) => Metrics((await GetAsync(kernel))[0]);

    /// <summary>What a client finds in the string.</summary>
    public static JsonElement Metrics(LiveStatRendering rendering)
    {
        var text = JsonSerializer.Deserialize<string>(rendering.LiveStat.Span);
        return JsonDocument.Parse(text ?? "null").RootElement;
    }

    public static string Text(LiveStatRendering rendering, StatisticField field) => Encoding.UTF8.GetString(rendering[field].Span);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
