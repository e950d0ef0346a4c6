namespace LiveStatProxy.Core.Statistics;

/// <summary>
/// The instants at which what is over the window is evaluated: multiples of the resolution in absolute time, as a subquery
/// <c>[window:resolution]</c> has them. Equal points mean equal statistics, so they are asked for once.
/// </summary>
/// <param name="First">The first instant, in Unix milliseconds.</param>
/// <param name="Last">The last instant, in Unix milliseconds.</param>
/// <param name="Step">The resolution in milliseconds.</param>
public readonly record struct EvaluationPoints(long First, long Last, long Step)
{
    /// <summary>How many instants there are; none when the window is shorter than the resolution and no multiple falls into it.</summary>
    public long Count => Last < First ? 0 : ((Last - First) / Step) + 1;

    /// <summary>The points of the window that ends at <paramref name="time"/>.</summary>
    /// <param name="time">The pinned evaluation time in Unix milliseconds, see <see cref="PinTime"/>.</param>
    /// <param name="window">The window in milliseconds.</param>
    /// <param name="step">The resolution in milliseconds.</param>
    public static EvaluationPoints Of(long time, long window, long step) =>
        new(step * (((time - window) / step) + 1), step * (time / step), step);

    /// <summary>
    /// The instant to evaluate at: <paramref name="now"/>, or a millisecond later when a point lies exactly on the window's old end. Prometheus
    /// counts that point in up to version 2 and not since version 3; so nothing depends on it.
    /// </summary>
    public static long PinTime(long now, long window, long step) => (now - window) % step == 0 ? now + 1 : now;
}
