namespace LiveStatProxy.Core.Statistics;

/// <summary>The numbers that <c>LegacyComputeSession</c> shows of a kernel's statistics, as JSON numbers.</summary>
internal static class LegacyScalars
{
    /// <summary>How many there are: one for each <see cref="StatisticField"/> after <see cref="StatisticField.LiveStat"/>.</summary>
    public const int Count = (int)StatisticField.IoCurScratchSize;

    /// <summary>The most bytes that they take together.</summary>
    public const int MaxLength = SampleValue.MaxPercentageLength + ((Count - 1) * SampleValue.MaxIntegerLength);

    /// <summary>Those of a kernel without samples.</summary>
    public static readonly ReadOnlyMemory<byte>[] None = [.. Enumerable.Repeat<ReadOnlyMemory<byte>>("0"u8.ToArray(), Count)];

    /// <summary>Writes them one after the other.</summary>
    /// <param name="stat">The statistics.</param>
    /// <param name="buffer">Where they are written.</param>
    /// <param name="start">Where they begin.</param>
    /// <param name="ends">Where each of them ends.</param>
    /// <returns>Where the last one ends.</returns>
    public static int Write(LiveStat stat, Span<byte> buffer, int start, Span<int> ends)
    {
        Span<SampleValue> values = stackalloc SampleValue[Count];
        var utilizationCapacity = default(SampleValue);
        foreach (ref readonly var metric in stat.Metrics)
        {
            if (metric.Metric.Scalar is { } scalar)
            {
                values[(int)scalar - 1] = metric.Current;
                utilizationCapacity = scalar == StatisticField.CpuUsing ? metric.Capacity : utilizationCapacity;
            }

            if (metric.Metric.MaximumScalar is { } maximum)
            {
                values[(int)maximum - 1] = metric.Maximum.IsPresent ? metric.Maximum : metric.Current;
            }
        }

        for (var i = 0; i < Count; i++)
        {
            start += i == (int)StatisticField.CpuUsing - 1
                ? WritePercentage(values[i], utilizationCapacity, buffer[start..])
                : values[i].WriteInteger(buffer[start..]);
            ends[i] = start;
        }

        return start;
    }

    /// <summary>The parts of what <see cref="Write"/> wrote.</summary>
    public static ReadOnlyMemory<byte>[] Slice(ReadOnlyMemory<byte> bytes, int start, ReadOnlySpan<int> ends)
    {
        var scalars = new ReadOnlyMemory<byte>[Count];
        for (var i = 0; i < Count; i++)
        {
            scalars[i] = bytes[start..ends[i]];
            start = ends[i];
        }

        return scalars;
    }

    private static int WritePercentage(SampleValue value, SampleValue capacity, Span<byte> destination) =>
        capacity.IsPositive
            ? destination[..value.WritePercentage(capacity, destination)].TrimEnd((byte)'0').TrimEnd((byte)'.').Length
            : SampleValue.Zero.WriteInteger(destination);
}
