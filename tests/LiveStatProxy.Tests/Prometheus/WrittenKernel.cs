using LiveStatProxy.Demo.Monitoring;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>A kernel whose series a test writes, as an agent would export them.</summary>
internal sealed class WrittenKernel
{
    private readonly List<WrittenSeries> _series = [];

    public Guid Id { get; } = Guid.NewGuid();

    public IReadOnlyList<WrittenSeries> Series => _series;

    /// <summary>Adds a series of the kernel; further labels replace those that an agent would set.</summary>
    public WrittenKernel With(string metric, string type, IEnumerable<(long Time, double Value)> samples, params (string Name, string Value)[] labels)
    {
        (string Name, string Value)[] usual =
        [
            ("__name__", "backendai_container_utilization"), ("agent_id", "i-1"), ("container_metric_name", metric), ("instance", "10.0.0.1:6003"),
            ("job", "agents"), ("kernel_id", Id.ToString()), ("project_id", "p"), ("session_id", "s"), ("user_id", "u"), ("value_type", type),
        ];
        _series.Add(new WrittenSeries([.. usual.Where(label => !labels.Any(other => other.Name == label.Name)), .. labels], [.. samples]));
        return this;
    }

    /// <summary>Adds measurements, with a capacity when there is one.</summary>
    public WrittenKernel With(string metric, IEnumerable<(long Time, double Value)> samples, double? capacity = null)
    {
        var measured = samples.ToArray();
        With(metric, "current", measured);
        return capacity is { } limit ? With(metric, "capacity", measured.Select(sample => (sample.Time, limit))) : this;
    }

    /// <summary>The times of an agent that was scraped every five seconds until now.</summary>
    public static long[] Times(TimeSpan history, long? until = null)
    {
        var last = until ?? TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return [.. Enumerable.Range(0, (int)(history / TimeSpan.FromSeconds(5)) + 1).Select(i => last - (5000L * i)).Reverse()];
    }
}
