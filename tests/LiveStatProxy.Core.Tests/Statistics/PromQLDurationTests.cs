using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Statistics;

public class PromQLDurationTests
{
    [Theory]
    [InlineData("5m", "00:05:00", "300s")]
    [InlineData("1h30m", "01:30:00", "5400s")]
    [InlineData("1w", "7.00:00:00", "604800s")]
    [InlineData("1500ms", "00:00:01.5", "1500ms")]
    public void Is_read_and_written(string text, string duration, string written)
    {
        Assert.True(PromQLDuration.TryParse(text, out var parsed));
        Assert.Equal(TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture), parsed);
        Assert.Equal(written, PromQLDuration.Format(parsed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("0s")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("30m1h")]
    [InlineData("5m]) or vector(1")]
    [InlineData("00:05:00")]
    [InlineData("99999999999999999999y")]
    public void Is_not_read_from_what_is_no_duration(string text) => Assert.False(PromQLDuration.TryParse(text, out _));
}
