namespace LiveStatProxy.Core.Statistics;

/// <summary>The numbers that <c>LegacyComputeSession</c> shows of a kernel's statistics, as JSON numbers.</summary>
internal static class LegacyScalars
{
    private static readonly ReadOnlyMemory<byte> Zero = "0"u8.ToArray();

    /// <summary>One JSON number for each <see cref="StatisticField"/> after <see cref="StatisticField.LiveStat"/>; 0 where there is no sample.</summary>
    public static ReadOnlyMemory<byte>[] Render(LiveStat stat) =>
    [
        BigInt(stat, "cpu_used", static metric => metric.Current),
        Percentage(stat, "cpu_util"),
        BigInt(stat, "mem", MaximumOf),
        BigInt(stat, "mem", static metric => metric.Current),
        BigInt(stat, "net_rx", static metric => metric.Rate),
        BigInt(stat, "net_tx", static metric => metric.Rate),
        BigInt(stat, "io_read", static metric => metric.Current),
        BigInt(stat, "io_write", static metric => metric.Current),
        BigInt(stat, "io_scratch_size", MaximumOf),
        BigInt(stat, "io_scratch_size", static metric => metric.Current),
    ];

    private static SampleValue MaximumOf(MetricStat metric) => metric.Maximum.IsPresent ? metric.Maximum : metric.Current;

    private static ReadOnlyMemory<byte> BigInt(LiveStat stat, string name, Func<MetricStat, SampleValue> select)
    {
        if (!stat.TryGet(name, out var metric) || !select(metric).IsFinite)
        {
            return Zero;
        }

        Span<byte> number = stackalloc byte[SampleValue.MaxLength];
        return number[..select(metric).WriteInteger(number)].ToArray();
    }

    private static ReadOnlyMemory<byte> Percentage(LiveStat stat, string name)
    {
        if (!stat.TryGet(name, out var metric) || !metric.Capacity.IsPositive)
        {
            return Zero;
        }

        Span<byte> number = stackalloc byte[SampleValue.MaxPercentageLength];
        var percentage = number[..metric.Current.WritePercentage(metric.Capacity, number)];
        return percentage.TrimEnd((byte)'0').TrimEnd((byte)'.').ToArray();
    }
}
