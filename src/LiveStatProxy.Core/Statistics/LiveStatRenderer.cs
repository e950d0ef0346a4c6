using System.Buffers;

namespace LiveStatProxy.Core.Statistics;

/// <summary>Which fields a metric has in the payload.</summary>
public enum LiveStatPayload
{
    /// <summary>All eleven fields, as managers send that have moved to Prometheus themselves.</summary>
    Full,

    /// <summary>Only what Valkey-era managers send: the value, its capacity, and the statistics that the metric declares.</summary>
    Legacy,
}

/// <summary>Writes a kernel's statistics straight as they stand in a response: JSON inside a JSON string, already escaped.</summary>
/// <param name="payload">Which fields a metric has.</param>
public sealed class LiveStatRenderer(LiveStatPayload payload)
{
    private const int InitialBufferLength = 16 * 1024;

    /// <summary>What a metric takes at most beside its name and unit hint: the field names, and numbers at their longest.</summary>
    private const int MaxMetricLength = 512 + (7 * SampleValue.MaxLength) + SampleValue.MaxPercentageLength;

    private static readonly LiveStatRendering Empty = new(default, "null"u8.ToArray(), LegacyScalars.None);

    /// <summary>Renders <paramref name="stat"/>, whose metrics are sorted hereby.</summary>
    /// <param name="stat">The kernel's statistics; <c>null</c> is written when they are empty.</param>
    /// <param name="evaluatedAt">The pinned evaluation time of the instant values.</param>
    public LiveStatRendering Render(LiveStat stat, DateTimeOffset evaluatedAt)
    {
        if (stat.IsEmpty)
        {
            return new LiveStatRendering(evaluatedAt, Empty.LiveStat, LegacyScalars.None);
        }

        stat.Sort();
        var buffer = ArrayPool<byte>.Shared.Rent(InitialBufferLength);
        var length = WritePayload(stat, ref buffer);
        EnsureRoom(ref buffer, length, LegacyScalars.MaxLength);
        Span<int> ends = stackalloc int[LegacyScalars.Count];
        var end = LegacyScalars.Write(stat, buffer, length, ends);
        var bytes = GC.AllocateUninitializedArray<byte>(end);
        buffer.AsSpan(0, end).CopyTo(bytes);
        ArrayPool<byte>.Shared.Return(buffer);
        return new LiveStatRendering(evaluatedAt, bytes.AsMemory(0, length), LegacyScalars.Slice(bytes, length, ends));
    }

    private int WritePayload(LiveStat stat, ref byte[] buffer)
    {
        var length = 0;
        foreach (ref readonly var metric in stat.Metrics)
        {
            EnsureRoom(ref buffer, length, MaxMetricLength + metric.Metric.Prefix.Length + metric.Metric.UnitHintPart.Length);
            var writer = new EscapedWriter(buffer, length);
            writer.Append(length == 0 ? "\"{"u8 : ", "u8);
            WriteValue(ref writer, metric);
            if (payload == LiveStatPayload.Full)
            {
                WriteAllStats(ref writer, metric);
            }
            else
            {
                WriteDeclaredStats(ref writer, metric);
            }

            length = writer.Length;
        }

        "}\""u8.CopyTo(buffer.AsSpan(length));
        return length + 2;
    }

    /// <summary>Writes the metric's name and its first four fields, up to the unit hint's closing quote.</summary>
    private static void WriteValue(ref EscapedWriter writer, in MetricStat stat)
    {
        var current = stat.Current;
        writer.Append(stat.Metric.Prefix);
        writer.Append(current);
        if (stat.Metric.IsUnbounded && current.IsNextToNothingOfUnbounded)
        {
            writer.Append("\\\", \\\"capacity\\\": \\\"9223372036854775807\\\", \\\"pct\\\": \\\"0.00"u8);
        }
        else
        {
            var capacity = stat.Metric.IsUnbounded ? SampleValue.Unbounded : stat.Capacity;
            writer.Append("\\\", \\\"capacity\\\": \\\""u8);
            writer.Append(capacity);
            writer.Append("\\\", \\\"pct\\\": \\\""u8);
            writer.AppendPercentage(current, capacity);
        }

        writer.Append(stat.Metric.UnitHintPart);
    }

    private static void WriteAllStats(ref EscapedWriter writer, in MetricStat stat)
    {
        writer.Append("\\\", \\\"stats.min\\\": \\\""u8);
        writer.Append(OverWindow(stat.Minimum, stat));
        writer.Append("\\\", \\\"stats.max\\\": \\\""u8);
        writer.Append(OverWindow(stat.Maximum, stat));
        writer.Append("\\\", \\\"stats.sum\\\": \\\"0\\\", \\\"stats.avg\\\": \\\""u8);
        writer.Append(OverWindow(stat.Average, stat));
        if (!stat.Metric.HasDiff && !stat.Metric.HasRate)
        {
            writer.Append("\\\", \\\"stats.diff\\\": \\\"0\\\", \\\"stats.rate\\\": \\\"0\\\", \\\"stats.version\\\": null}"u8);
            return;
        }

        writer.Append("\\\", \\\"stats.diff\\\": \\\""u8);
        writer.Append(stat.Metric.HasDiff ? stat.Current : default);
        writer.Append("\\\", \\\"stats.rate\\\": \\\""u8);
        writer.Append(stat.Metric.HasRate ? stat.Rate : default);
        writer.Append("\\\", \\\"stats.version\\\": null}"u8);
    }

    private static void WriteDeclaredStats(ref EscapedWriter writer, in MetricStat stat)
    {
        if (stat.Metric.DeclaredStats.HasFlag(DeclaredStats.Average))
        {
            writer.Append("\\\", \\\"stats.avg\\\": \\\""u8);
            writer.Append(OverWindow(stat.Average, stat));
        }

        if (stat.Metric.DeclaredStats.HasFlag(DeclaredStats.Maximum))
        {
            writer.Append("\\\", \\\"stats.max\\\": \\\""u8);
            writer.Append(OverWindow(stat.Maximum, stat));
        }

        if (stat.Metric.DeclaredStats.HasFlag(DeclaredStats.Rate))
        {
            writer.Append("\\\", \\\"stats.rate\\\": \\\""u8);
            writer.Append(stat.Rate);
        }

        writer.Append("\\\"}"u8);
    }

    /// <summary>The statistic over the window, or, for a kernel so young that the window has no point yet, what there is now.</summary>
    private static SampleValue OverWindow(SampleValue statistic, in MetricStat stat) => statistic.IsPresent ? statistic : stat.Current;

    private static void EnsureRoom(ref byte[] buffer, int length, int room)
    {
        if (length + room <= buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + room, 2 * buffer.Length));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
