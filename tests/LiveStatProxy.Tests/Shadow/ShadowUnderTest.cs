using System.Text;
using System.Text.Json;
using LiveStatProxy.Core.Splicing;
using LiveStatProxy.Prometheus;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Rollout.Guardrails;
using LiveStatProxy.Shadow;
using LiveStatProxy.Shadow.Intake;
using LiveStatProxy.Shadow.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>Shadow mode as the proxy composes it, behind the gate and in front of a scripted Prometheus.</summary>
internal sealed class ShadowUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();

    public ShadowUnderTest(ShadowOptions? options = null)
    {
        Source = new ScriptedSource(Time);
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(_registry)
            .AddSingleton(new PrometheusOptions())
            .AddSingleton<ILiveStatSource>(Source)
            .AddSingleton<IComparisonSink>(Guardrail)
            .AddShadow(options ?? new ShadowOptions { NoiseShare = 0 })
            .BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    public CollectedLog Log { get; } = new();

    public ScriptedSource Source { get; }

    public CountingSink Guardrail { get; } = new();

    public ShadowTally Tally => Get<ShadowTally>();

    public ShadowQueue Queue => Get<ShadowQueue>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Hands over a response in which each of <paramref name="kernels"/> has this payload.</summary>
    public void Take(string payload, Guid[] kernels, string caller = "AKIAEXAMPLE", bool hasErrors = false)
    {
        var (answer, scan) = ScannedAnswer.Of(payload, kernels, hasErrors);
        Get<ShadowIntake>().Take(new CallerIdentity(caller), "SessionList", answer, scan);
    }

    /// <summary>The value of a metric, as <c>/metrics</c> has it; 0 where it is not there.</summary>
    public async Task<double> ReadMetricAsync(string series)
    {
        using var text = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(text, TestContext.Current.CancellationToken);
        var line = Encoding.UTF8.GetString(text.ToArray()).Split('\n').FirstOrDefault(line => line.StartsWith($"{series} ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}

/// <summary>A guardrail that only counts.</summary>
internal sealed class CountingSink : IComparisonSink
{
    public int Equal { get; private set; }

    public int Mismatched { get; private set; }

    public void Count(int equal, int mismatched)
    {
        Equal += equal;
        Mismatched += mismatched;
    }
}

/// <summary>An answer to an operation with companions, scanned.</summary>
internal static class ScannedAnswer
{
    private static readonly Core.Planning.Translation Translation = Plan();

    public static (byte[] Answer, ScannedResponse Scan) Of(string payload, Guid[] kernels, bool hasErrors = false)
    {
        var value = payload == "null" ? payload : JsonSerializer.Serialize(payload);
        var nodes = kernels.Select(id => $$$"""{"node": {"live_stat": {{{value}}}, "livestat_companion_uuid": "{{{id}}}"}}""");
        var errors = hasErrors ? """[{"message": "no"}]""" : "null";
        var answer = Encoding.UTF8.GetBytes(
            $$"""
            {"data": {"compute_session_node": {"kernel_nodes": {"edges": [{{string.Join(", ", nodes)}}] } } }, "errors": {{errors}} }
            """);
        var scan = new ScannedResponse();
        ResponseScanner.Scan(answer, AnswerForm.Response, Translation, scan);
        Assert.Equal((ScanVerdict.Usable, kernels.Length), (scan.Verdict, scan.KernelIds.Length));
        return (answer, scan);
    }

    private static Core.Planning.Translation Plan()
    {
        var folder = Configuration.ConfigurationDirectory.FindDefault();
        var schema = Core.Planning.ManagerSchema.Parse(File.ReadAllText(Path.Combine(folder, "manager.graphql")), false);
        var query = """{ compute_session_node(id: 1) { kernel_nodes { edges { node { live_stat } } } } }"""u8.ToArray();
        return new Core.Planning.TranslationPlanner(schema, Core.Planning.PlanningLimits.Default).Plan(query, null).WithCompanions!;
    }
}
