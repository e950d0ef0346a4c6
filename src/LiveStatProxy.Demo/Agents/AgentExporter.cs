using System.Collections.Concurrent;
using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Demo.World;
using Prometheus;

namespace LiveStatProxy.Demo.Agents;

/// <summary>One agent's metrics endpoint. Values are measured at the moment of the scrape.</summary>
public sealed class AgentExporter : IAsyncDisposable
{
    private static readonly string[] ContainerLabels =
        ["container_metric_name", "agent_id", "kernel_id", "session_id", "user_id", "project_id", "value_type"];

    private readonly TimeProvider _time;
    private readonly string _projectId;
    private readonly ConcurrentDictionary<Guid, Kernel> _kernels;
    private readonly ConcurrentDictionary<(Guid Kernel, string Metric, string ValueType), double> _overrides = new();
    private readonly ConcurrentDictionary<string, double> _skews = new();
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly Gauge _containerUtilization;
    private readonly Gauge _deviceUtilization;
    private DateTimeOffset? _frozenAt;
    private LoopbackServer? _server;

    private AgentExporter(Agent agent, Guid projectId, TimeProvider time)
    {
        Agent = agent;
        _time = time;
        _projectId = projectId.ToString();
        _kernels = new(agent.Kernels.Select(kernel => KeyValuePair.Create(kernel.Id, kernel)));

        var factory = Metrics.WithCustomRegistry(_registry);
        _containerUtilization = factory.CreateGauge("backendai_container_utilization", "Container utilization", ContainerLabels);
        _deviceUtilization = factory.CreateGauge(
            "backendai_device_utilization", "Device utilization", "device_metric_name", "agent_id", "device_id", "value_type");
        _registry.AddBeforeCollectCallback(Measure);
    }

    /// <summary>The agent that this exports.</summary>
    public Agent Agent { get; }

    /// <summary>The target for Prometheus, its label <c>instance</c>: <c>127.0.0.1:port</c>.</summary>
    public string Instance => _server!.Address.Authority;

    /// <summary>Starts to export <paramref name="agent"/>'s kernels on a free port of loopback.</summary>
    public static async Task<AgentExporter> StartAsync(Agent agent, Guid projectId, TimeProvider time, CancellationToken cancellationToken)
    {
        var exporter = new AgentExporter(agent, projectId, time);
        exporter._server = await LoopbackServer.StartAsync(0, exporter.ExportAsync, null, cancellationToken);
        return exporter;
    }

    /// <summary>Exports <paramref name="kernel"/> too.</summary>
    public void Add(Kernel kernel) => _kernels[kernel.Id] = kernel;

    /// <summary>Exports the kernel no longer, as ten minutes after it finished.</summary>
    public void Remove(Guid kernelId) => _kernels.TryRemove(kernelId, out _);

    /// <summary>Exports <paramref name="value"/> (NaN, an infinity, anything) instead of the measurement.</summary>
    /// <param name="kernelId">The kernel.</param>
    /// <param name="metricName">A metric that the kernel has, or a new one.</param>
    /// <param name="valueType"><c>current</c>, <c>capacity</c> or <c>pct</c>.</param>
    /// <param name="value">What to export.</param>
    public void Override(Guid kernelId, string metricName, string valueType, double value) =>
        _overrides[(kernelId, metricName, valueType)] = value;

    /// <summary>Exports a metric's measurements multiplied by <paramref name="factor"/>, as an agent with a wrong unit would; 1 for the truth.</summary>
    public void Skew(string metricName, double factor) => _skews[metricName] = factor;

    /// <summary>From now on the values stay as they are.</summary>
    public void Freeze() => _frozenAt = _time.GetUtcNow();

    /// <summary>The values follow the clock again.</summary>
    public void Thaw() => _frozenAt = null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Every sample that the agent would export at <paramref name="moment"/>, the labels in the order of <see cref="LabelNames"/>.</summary>
    internal IEnumerable<(string[] Labels, double Value)> Samples(DateTimeOffset moment)
    {
        foreach (var kernel in _kernels.Values.Where(kernel => kernel.Load is not null))
        {
            foreach (var (metric, valueType, value) in Samples(kernel, kernel.Load!, moment))
            {
                yield return (Labels(kernel, metric, valueType), value);
            }
        }
    }

    /// <summary>The labels of <c>backendai_container_utilization</c>.</summary>
    internal static IReadOnlyList<string> LabelNames => ContainerLabels;

    private IEnumerable<(string Metric, string ValueType, double Value)> Samples(Kernel kernel, KernelLoad load, DateTimeOffset moment)
    {
        foreach (var metric in load.Metrics)
        {
            var current = load.Measure(metric, moment) * _skews.GetValueOrDefault(metric.Name, 1);
            yield return (metric.Name, "current", current);
            if (load.Capacity(metric) is { } capacity)
            {
                yield return (metric.Name, "capacity", capacity);
                if (Agent.ExportsPercent)
                {
                    yield return (metric.Name, "pct", current / capacity * 100);
                }
            }
        }

        foreach (var ((_, metric, valueType), value) in _overrides.Where(entry => entry.Key.Kernel == kernel.Id))
        {
            yield return (metric, valueType, value);
        }
    }

    private string[] Labels(Kernel kernel, string metric, string valueType) =>
    [
        metric, Agent.Id, kernel.Id.ToString(), kernel.Session.Id.ToString(), kernel.Session.Owner.Id.ToString(), _projectId, valueType,
    ];

    private void Measure()
    {
        var moment = _frozenAt ?? _time.GetUtcNow();
        foreach (var (labels, value) in Samples(moment))
        {
            _containerUtilization.WithLabels(labels).Set(value);
        }

        var exported = _kernels.Keys.Select(id => id.ToString()).ToHashSet();
        foreach (var labels in _containerUtilization.GetAllLabelValues().Where(labels => !exported.Contains(labels[2])))
        {
            _containerUtilization.RemoveLabelled(labels);
        }

        var busy = _kernels.Values.Sum(kernel => kernel.Cores);
        _deviceUtilization.WithLabels("cpu_util", Agent.Id, "node", "current").Set(busy * 10);
        _deviceUtilization.WithLabels("cpu_util", Agent.Id, "node", "capacity").Set(6400);
    }

    private async Task ExportAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
        await _registry.CollectAndExportAsTextAsync(context.Response.Body, context.RequestAborted);
    }
}
