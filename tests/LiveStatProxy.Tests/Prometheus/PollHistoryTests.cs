using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Tests.Prometheus;

public class PollHistoryTests
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Theory]
    [InlineData("0 5 10", 13, false)]
    [InlineData("0 5 10", 14, true)]
    [InlineData("0 5 10", 40, true)]
    [InlineData("0 5 9.5", 14, true)]
    [InlineData("0 5 5.1 5.2 10", 14, true)]
    [InlineData("0 5", 9, false)]
    [InlineData("0 5 20", 34, false)]
    [InlineData("0", 100, false)]
    [InlineData("0 1 2", 2.4, false)]
    [InlineData("0 1 2", 3.5, true)]
    public void A_steady_poll_is_foreseen(string polls, double now, bool isDue)
    {
        var history = After(polls, out var evaluatedAt);

        Assert.Equal(isDue, history.TakeDue(Start.AddSeconds(now), evaluatedAt, Fresh));
    }

    [Fact]
    public void A_poll_causes_one_refresh()
    {
        var history = After("0 5 10", out var evaluatedAt);

        Assert.True(history.TakeDue(Start.AddSeconds(14), evaluatedAt, Fresh));
        Assert.False(history.TakeDue(Start.AddSeconds(14.5), evaluatedAt, Fresh));
        history.Add(Start.AddSeconds(15), Fresh);
        Assert.True(history.TakeDue(Start.AddSeconds(19), evaluatedAt, Fresh));
    }

    /// <summary>Polls at these seconds; the last one evaluated.</summary>
    private static PollHistory After(string polls, out DateTimeOffset evaluatedAt)
    {
        var times = polls.Split(' ').Select(second => Start.AddSeconds(double.Parse(second, System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        var history = new PollHistory(times[0]);
        Array.ForEach(times[1..], time => history.Add(time, Fresh));
        evaluatedAt = times[^1];
        return history;
    }
}
