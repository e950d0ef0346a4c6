using System.Collections.Immutable;

namespace LiveStatProxy.Core.Comparison;

/// <summary>The fields of a metric in <c>live_stat</c>, by their names on the wire.</summary>
public static class PayloadFields
{
    /// <summary>What is measured now.</summary>
    public const string Current = "current";

    /// <summary>How much there could be.</summary>
    public const string Capacity = "capacity";

    /// <summary><see cref="Current"/> as percentage of <see cref="Capacity"/>.</summary>
    public const string Percentage = "pct";

    /// <summary>The per-second rate.</summary>
    public const string Rate = "stats.rate";

    /// <summary>All eleven, in the payload's order.</summary>
    public static readonly ImmutableArray<string> All =
    [
        Current, Capacity, Percentage, "unit_hint",
        "stats.min", "stats.max", "stats.sum", "stats.avg", "stats.diff", Rate, "stats.version",
    ];

    /// <summary>Stands for all fields of a metric, or all metrics of a kernel, where these are compared as a whole.</summary>
    public const string Whole = "*";
}
