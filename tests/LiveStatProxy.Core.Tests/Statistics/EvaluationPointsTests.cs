using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Statistics;

public class EvaluationPointsTests
{
    private const long Minute = 60_000;

    [Theory]
    [InlineData((10 * Minute) + 1, 6, 10)]
    [InlineData((10 * Minute) + 59_999, 6, 10)]
    [InlineData((11 * Minute) + 1, 7, 11)]
    public void Five_minutes_have_five_points_that_change_at_the_mark(long time, long first, long last)
    {
        var points = EvaluationPoints.Of(time, 5 * Minute, Minute);

        Assert.Equal(new EvaluationPoints(first * Minute, last * Minute, Minute), points);
        Assert.Equal(5, points.Count);
    }

    [Theory]
    [InlineData((10 * Minute) + 20_000, 2)]
    [InlineData((10 * Minute) + 40_000, 1)]
    public void A_window_that_is_no_multiple_of_the_step_changes_between_marks_too(long time, int count) =>
        Assert.Equal(count, EvaluationPoints.Of(time, 90_000, Minute).Count);

    [Fact]
    public void A_window_shorter_than_the_step_may_have_no_point() =>
        Assert.Equal(0, EvaluationPoints.Of((10 * Minute) + 40_000, 30_000, Minute).Count);

    [Theory]
    [InlineData(10 * Minute, (10 * Minute) + 1)]
    [InlineData((10 * Minute) + 1, (10 * Minute) + 1)]
    [InlineData((10 * Minute) - 1, (10 * Minute) - 1)]
    public void Time_is_pinned_so_that_no_point_lies_on_the_windows_old_end(long now, long pinned) =>
        Assert.Equal(pinned, EvaluationPoints.PinTime(now, 5 * Minute, Minute));
}
