using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LiveStatProxy.Core.Statistics;

/// <summary>The metrics that agents export, by name. Metrics of plugins are learned as they come; their names tell what is known of them.</summary>
public sealed class MetricCatalog
{
    /// <summary>Counters that are shown as a per-second rate.</summary>
    public static readonly FrozenSet<string> RateCounters = FrozenSet.Create("cpu_util", "net_rx", "net_tx");

    /// <summary>Counters that are shown as they are, and their per-second rate beside.</summary>
    public static readonly FrozenSet<string> RatedBeside = FrozenSet.Create("io_read", "io_write");

    /// <summary>Metrics without a capacity. Agents export the first measurement as one; it has no meaning.</summary>
    public static readonly FrozenSet<string> Unbounded = FrozenSet.Create("cpu_used", "io_read", "io_write", "net_rx", "net_tx");

    private const int MaxLearned = 1000;

    private static readonly FrozenDictionary<string, string> UnitHints = new Dictionary<string, string>
    {
        ["cpu_used"] = "msec",
        ["cpu_util"] = "percent",
        ["mem"] = "bytes",
        ["net_rx"] = "bps",
        ["net_tx"] = "bps",
        ["io_read"] = "bytes",
        ["io_write"] = "bytes",
        ["io_scratch_size"] = "bytes",
    }.ToFrozenDictionary();

    private readonly ConcurrentDictionary<byte[], Metric> _metrics = new(new Utf8NameComparer());
    private readonly ConcurrentDictionary<byte[], Metric>.AlternateLookup<ReadOnlySpan<byte>> _byName;

    /// <summary>An empty catalog; it fills as metrics are met.</summary>
    public MetricCatalog() => _byName = _metrics.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The metric with this name.</summary>
    /// <remarks>The same object for the same name, unless names without number come in: then what was learned is forgotten.</remarks>
    /// <exception cref="DecoderFallbackException">The name is not UTF-8.</exception>
    public Metric this[ReadOnlySpan<byte> utf8Name] => _byName.TryGetValue(utf8Name, out var metric) ? metric : Learn(utf8Name);

    internal static string UnitHintOf(string name) =>
        UnitHints.TryGetValue(name, out var hint) ? hint
        : name.EndsWith("_util", StringComparison.Ordinal) ? "percent"
        : name.EndsWith("_mem", StringComparison.Ordinal) ? "bytes"
        : name.StartsWith("io_", StringComparison.Ordinal) ? "bytes"
        : name.StartsWith("net_", StringComparison.Ordinal) ? "bps"
        : name;

    internal static DeclaredStats DeclaredStatsOf(string name) => name switch
    {
        "mem" or "io_scratch_size" => DeclaredStats.Maximum,
        "io_read" or "io_write" => DeclaredStats.Rate,
        _ when name.EndsWith("_util", StringComparison.Ordinal) => DeclaredStats.Average | DeclaredStats.Maximum,
        _ when name.EndsWith("_mem", StringComparison.Ordinal) => DeclaredStats.Maximum,
        _ => DeclaredStats.None,
    };

    internal static (StatisticField? Current, StatisticField? Maximum) ScalarsOf(string name) => name switch
    {
        "cpu_used" => (StatisticField.CpuUsed, null),
        "cpu_util" => (StatisticField.CpuUsing, null),
        "mem" => (StatisticField.MemCurBytes, StatisticField.MemMaxBytes),
        "net_rx" => (StatisticField.NetRxBytes, null),
        "net_tx" => (StatisticField.NetTxBytes, null),
        "io_read" => (StatisticField.IoReadBytes, null),
        "io_write" => (StatisticField.IoWriteBytes, null),
        "io_scratch_size" => (StatisticField.IoCurScratchSize, StatisticField.IoMaxScratchSize),
        _ => (null, null),
    };

    private Metric Learn(ReadOnlySpan<byte> utf8Name)
    {
        if (_metrics.Count >= MaxLearned)
        {
            _metrics.Clear();
        }

        return _metrics.GetOrAdd(utf8Name.ToArray(), name => new Metric(name));
    }

    private sealed class Utf8NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
