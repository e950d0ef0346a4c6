using System.Collections.Immutable;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Comparison;

/// <summary>What differs by design between a manager of the Valkey era and one on Prometheus.</summary>
public static class DefaultExpectedDifferences
{
    /// <summary>The rules.</summary>
    public static readonly ImmutableArray<ExpectedDifference> Rules =
    [
        new("unbounded-capacity",
            "These metrics have no capacity: older managers send their first measurement as one, newer ones the largest 64-bit integer.",
            new NamePatterns([.. MetricCatalog.Unbounded]), new NamePatterns(PayloadFields.Capacity, PayloadFields.Percentage)),
        new("null-capacity",
            "Older managers send null where no capacity is known, newer ones \"0\".",
            new NamePatterns("*"), new NamePatterns(PayloadFields.Capacity), ExpectedWhen.ManagerNull),
        new("undeclared-statistics",
            "Older managers send only the statistics that a metric declares, newer ones all of them.",
            new NamePatterns("*"), new NamePatterns("stats.*"), ExpectedWhen.ManagerMissing),
        new("lifelong-maximum",
            "Older managers send the maximum over the kernel's whole life, newer ones over the window: theirs can only be greater.",
            new NamePatterns("*"), new NamePatterns("stats.max"), ExpectedWhen.ManagerGreater),
        new("lifelong-average",
            "Older managers send the average over the kernel's whole life, newer ones over the window.",
            new NamePatterns("*"), new NamePatterns("stats.avg")),
        new("momentary-rate",
            "Older managers send the rate of the last seconds, newer ones that of the window: a burst shows in one and not in the other.",
            new NamePatterns("cpu_util", "net_rx", "net_tx"), new NamePatterns(PayloadFields.Current, PayloadFields.Percentage, "stats.diff", PayloadFields.Rate)) { EvensOut = true },
        new("momentary-rate",
            "Older managers send the rate of the last seconds, newer ones that of the window: a burst shows in one and not in the other.",
            new NamePatterns("io_read", "io_write"), new NamePatterns(PayloadFields.Rate)) { EvensOut = true },
        new("momentary-gauge",
            "A device's load moves within seconds, and the two sides look at different moments.",
            new NamePatterns("*_util", "*_power", "*_clock"), new NamePatterns(PayloadFields.Current, PayloadFields.Percentage)) { EvensOut = true },
    ];
}
