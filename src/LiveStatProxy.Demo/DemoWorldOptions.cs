using LiveStatProxy.Demo.Manager.Schema;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo;

/// <summary>What to start. By default everything, small, on free ports.</summary>
public sealed record DemoWorldOptions
{
    /// <summary>The size of the world.</summary>
    public WorldOptions World { get; init; } = new();

    /// <summary>The manager's port on loopback; 0 for a free one.</summary>
    public int ManagerPort { get; init; }

    /// <summary>Which manager's schema to serve.</summary>
    public SchemaVariant Schema { get; init; }

    /// <summary>How to run Prometheus; null to run no agents and no Prometheus at all.</summary>
    public PrometheusServerOptions? Prometheus { get; init; } = new();

    /// <summary>How much history Prometheus begins with, so that maxima and averages over a window are there at once; zero for none. Default ten minutes.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The distance between samples in the history. Default fifteen seconds.</summary>
    public TimeSpan HistoryStep { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock of the manager and the agents, which a test may stop. Prometheus, and what waits for it, have the real one.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
