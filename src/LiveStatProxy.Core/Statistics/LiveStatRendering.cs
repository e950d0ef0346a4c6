namespace LiveStatProxy.Core.Statistics;

/// <summary>
/// One kernel's statistics at one moment, written once as the JSON values that are spliced into responses. Immutable and shared
/// by every response that shows the kernel.
/// </summary>
public sealed class LiveStatRendering
{
    private readonly ReadOnlyMemory<byte>[] _scalars;

    /// <param name="evaluatedAt">The pinned <c>time</c> at which Prometheus evaluated the instant queries.</param>
    /// <param name="liveStat">The <c>JSONString</c> as it stands in a response: a quoted, escaped JSON string, or <c>null</c>.</param>
    /// <param name="scalars">The legacy scalars as JSON numbers, in the order of <see cref="StatisticField"/>, without <see cref="StatisticField.LiveStat"/>.</param>
    public LiveStatRendering(DateTimeOffset evaluatedAt, ReadOnlyMemory<byte> liveStat, ReadOnlyMemory<byte>[] scalars)
    {
        EvaluatedAt = evaluatedAt;
        LiveStat = liveStat;
        _scalars = scalars;
    }

    /// <summary>The pinned <c>time</c> at which Prometheus evaluated the instant queries; a response's age is counted from here.</summary>
    public DateTimeOffset EvaluatedAt { get; }

    /// <summary>The whole payload as it stands in a response: a quoted, escaped JSON string, or <c>null</c> for a kernel without samples.</summary>
    public ReadOnlyMemory<byte> LiveStat { get; }

    /// <summary>The JSON value to put where <paramref name="field"/> was selected.</summary>
    public ReadOnlyMemory<byte> this[StatisticField field] =>
        field == StatisticField.LiveStat ? LiveStat : _scalars[(int)field - 1];
}
