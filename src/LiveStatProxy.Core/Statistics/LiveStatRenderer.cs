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
public sealed class LiveStatRenderer(LiveStatPayload payload)
{
    private const int InitialBufferLength = 16 * 1024;

    /// <summary>More than a metric takes beside its name and unit hint: the field names, and numbers at their longest.</summary>
    private const int MaxMetricLength = 512 + (7 * SampleValue.MaxLength) + SampleValue.MaxPercentageLength;

    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();
    private static readonly ReadOnlyMemory<byte>[] NoScalars = LegacyScalars.Render(new LiveStat());

    /// <summary>Renders <paramref name="stat"/>, whose metrics are sorted hereby.</summary>
    /// <param name="stat">The kernel's statistics; <c>null</c> is written when they are empty.</param>
    /// <param name="evaluatedAt">The pinned evaluation time of the instant values.</param>
    public LiveStatRendering Render(LiveStat stat, DateTimeOffset evaluatedAt)
    {
        if (stat.IsEmpty)
        {
            return new LiveStatRendering(evaluatedAt, Null, NoScalars);
        }

        stat.Sort();
        var buffer = ArrayPool<byte>.Shared.Rent(InitialBufferLength);
        var length = Append(buffer, 0, "\"{"u8);
        var isFirst = true;
        foreach (ref readonly var metric in stat.Metrics)
        {
            EnsureRoom(ref buffer, length, metric.Metric);
            length = isFirst ? length : Append(buffer, length, ", "u8);
            isFirst = false;
            length = payload == LiveStatPayload.Full ? WriteFull(buffer, length, metric) : WriteLegacy(buffer, length, metric);
        }

        length = Append(buffer, length, "}\""u8);
        var liveStat = buffer.AsSpan(0, length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return new LiveStatRendering(evaluatedAt, liveStat, LegacyScalars.Render(stat));
    }

    private static int WriteFull(Span<byte> buffer, int length, in MetricStat stat)
    {
        length = WriteValue(buffer, length, stat);
        length = Append(buffer, length, "\\\", \\\"stats.min\\\": \\\""u8);
        length = AppendNumber(buffer, length, OverWindow(stat.Minimum, stat));
        length = Append(buffer, length, "\\\", \\\"stats.max\\\": \\\""u8);
        length = AppendNumber(buffer, length, OverWindow(stat.Maximum, stat));
        length = Append(buffer, length, "\\\", \\\"stats.sum\\\": \\\"0\\\", \\\"stats.avg\\\": \\\""u8);
        length = AppendNumber(buffer, length, OverWindow(stat.Average, stat));
        length = Append(buffer, length, "\\\", \\\"stats.diff\\\": \\\""u8);
        length = AppendNumber(buffer, length, stat.Metric.HasDiff ? stat.Current : default);
        length = Append(buffer, length, "\\\", \\\"stats.rate\\\": \\\""u8);
        length = AppendNumber(buffer, length, stat.Metric.HasRate ? stat.Rate : default);
        return Append(buffer, length, "\\\", \\\"stats.version\\\": null}"u8);
    }

    private static int WriteLegacy(Span<byte> buffer, int length, in MetricStat stat)
    {
        length = WriteValue(buffer, length, stat);
        if (stat.Metric.DeclaredStats.HasFlag(DeclaredStats.Average))
        {
            length = Append(buffer, length, "\\\", \\\"stats.avg\\\": \\\""u8);
            length = AppendNumber(buffer, length, OverWindow(stat.Average, stat));
        }

        if (stat.Metric.DeclaredStats.HasFlag(DeclaredStats.Maximum))
        {
            length = Append(buffer, length, "\\\", \\\"stats.max\\\": \\\""u8);
            length = AppendNumber(buffer, length, OverWindow(stat.Maximum, stat));
        }

        if (stat.Metric.DeclaredStats.HasFlag(DeclaredStats.Rate))
        {
            length = Append(buffer, length, "\\\", \\\"stats.rate\\\": \\\""u8);
            length = AppendNumber(buffer, length, stat.Rate);
        }

        return Append(buffer, length, "\\\"}"u8);
    }

    /// <summary>Writes the metric's name and its first four fields, up to the unit hint's closing quote.</summary>
    private static int WriteValue(Span<byte> buffer, int length, in MetricStat stat)
    {
        var current = stat.Current;
        var capacity = stat.Metric.IsUnbounded ? SampleValue.Unbounded : stat.Capacity;

        length = Append(buffer, length, "\\\""u8);
        length = Append(buffer, length, stat.Metric.EscapedName.Span);
        length = Append(buffer, length, "\\\": {\\\"current\\\": \\\""u8);
        length = AppendNumber(buffer, length, current);
        length = Append(buffer, length, "\\\", \\\"capacity\\\": \\\""u8);
        length = AppendNumber(buffer, length, capacity);
        length = Append(buffer, length, "\\\", \\\"pct\\\": \\\""u8);
        length += capacity.IsPositive ? current.WritePercentage(capacity, buffer[length..]) : SampleValue.Zero.WriteRounded(buffer[length..]);
        length = Append(buffer, length, "\\\", \\\"unit_hint\\\": \\\""u8);
        return Append(buffer, length, stat.Metric.EscapedUnitHint.Span);
    }

    /// <summary>The statistic over the window, or, for a kernel so young that the window has no point yet, what there is now.</summary>
    private static SampleValue OverWindow(SampleValue statistic, in MetricStat stat) => statistic.IsPresent ? statistic : stat.Current;

    private static int AppendNumber(Span<byte> buffer, int length, SampleValue value) => length + value.WriteRounded(buffer[length..]);

    private static int Append(Span<byte> buffer, int length, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[length..]);
        return length + bytes.Length;
    }

    private static void EnsureRoom(ref byte[] buffer, int length, Metric next)
    {
        var needed = length + MaxMetricLength + next.EscapedName.Length + next.EscapedUnitHint.Length;
        if (needed <= buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * buffer.Length));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
