using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Core.Tests.Comparison;

/// <summary>Against the examples of Newcombe's paper of 1998 and the tables of textbooks.</summary>
public class ShareIntervalTests
{
    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    public void Wilsons_interval_is_that_of_the_tables(long count, long of, double lower, double upper)
    {
        var interval = ShareInterval.Wilson(count, of);

        Assert.Equal(lower, interval.Lower, 3e-4);
        Assert.Equal(upper, interval.Upper, 3e-4);
    }

    [Fact]
    public void Of_nothing_nothing_is_known() => Assert.Equal(new ShareInterval(0, 0, 1), ShareInterval.Wilson(0, 0));

    [Fact]
    public void A_difference_has_Newcombes_interval()
    {
        var interval = ShareInterval.Wilson(56, 70).Beyond(ShareInterval.Wilson(48, 80));

        Assert.Equal(0.2, interval.Share, 1e-9);
        Assert.Equal(0.0524, interval.Lower, 1e-4);
        Assert.Equal(0.3339, interval.Upper, 1e-4);
    }
}
