using System.Text;

namespace LiveStatProxy.Core.Statistics;

/// <summary>A metric of a kernel, and what its name says of it.</summary>
/// <remarks>The classes and unit hints are facts of Backend.AI's agents and manager.</remarks>
public sealed class Metric
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal Metric(ReadOnlySpan<byte> utf8Name)
    {
        Utf8Name = utf8Name.ToArray();
        Name = StrictUtf8.GetString(utf8Name);
        IsRateCounter = MetricCatalog.RateCounters.Contains(Name);
        IsUnbounded = MetricCatalog.Unbounded.Contains(Name);
        UnitHint = MetricCatalog.UnitHintOf(Name);
        HasRate = Name is "net_rx" or "net_tx" || MetricCatalog.RatedBeside.Contains(Name);
        HasDiff = Name == "cpu_util";
        DeclaredStats = MetricCatalog.DeclaredStatsOf(Name);
        Prefix = [.. "\\\""u8, .. EscapedJson.Escape(Name), .. "\\\": {\\\"current\\\": \\\""u8];
        UnitHintPart = [.. "\\\", \\\"unit_hint\\\": \\\""u8, .. EscapedJson.Escape(UnitHint)];
        (Scalar, MaximumScalar) = MetricCatalog.ScalarsOf(Name);
    }

    /// <summary>The value of the label <c>container_metric_name</c>.</summary>
    public string Name { get; }

    /// <summary>The name's bytes; metrics are sorted by these, which is the order of code points.</summary>
    public ReadOnlyMemory<byte> Utf8Name { get; }

    /// <summary>Whether <c>current</c> is the per-second rate of a counter, and maximum, average and minimum are those of the rate.</summary>
    public bool IsRateCounter { get; }

    /// <summary>Whether the metric has no capacity, whatever series say.</summary>
    public bool IsUnbounded { get; }

    /// <summary>Whether the payload's <c>stats.rate</c> holds the per-second rate.</summary>
    public bool HasRate { get; }

    /// <summary>Whether the payload's <c>stats.diff</c> repeats <c>current</c>.</summary>
    public bool HasDiff { get; }

    /// <summary>The payload's <c>unit_hint</c>.</summary>
    public string UnitHint { get; }

    /// <summary>The statistics that Valkey-era managers send of this metric.</summary>
    public DeclaredStats DeclaredStats { get; }

    /// <summary>The scalar of LegacyComputeSession that shows the current value.</summary>
    internal StatisticField? Scalar { get; }

    /// <summary>The scalar of LegacyComputeSession that shows the maximum.</summary>
    internal StatisticField? MaximumScalar { get; }

    /// <summary>The beginning of the metric in the payload, up to its first value, escaped.</summary>
    internal byte[] Prefix { get; }

    /// <summary>The end of the value before the unit hint, and the unit hint without its closing quote, escaped.</summary>
    internal byte[] UnitHintPart { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The <c>stats.*</c> fields that a metric declares; Valkey-era managers send only these.</summary>
[Flags]
public enum DeclaredStats
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>stats.avg</c>.</summary>
    Average = 1,

    /// <summary><c>stats.max</c>.</summary>
    Maximum = 2,

    /// <summary><c>stats.rate</c>.</summary>
    Rate = 4,
}
