using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Comparison;

public class ToleranceTests
{
    [Theory]
    [InlineData(10, 0, 0, 10)]
    [InlineData(10, 0.5, 0, 50)]
    [InlineData(10, 0.05, 0, 10)]
    [InlineData(10, 0.5, 30, 90)]
    public void The_widest_of_the_three_counts(double absolute, double relative, double seconds, double allowed)
    {
        Assert.Equal(allowed, new Tolerance(absolute, relative, seconds).Between(100, -40, rate: 3));
    }

    [Fact]
    public void The_first_rule_that_matches_counts()
    {
        var table = new ToleranceTable(
        [
            new ToleranceRule(new NamePatterns("*_mem"), new NamePatterns("stats.*"), new Tolerance(1)),
            new ToleranceRule(new NamePatterns("cuda_mem", "mem"), new NamePatterns("*"), new Tolerance(2)),
        ]);

        Assert.Equal(new Tolerance(1), table.Find("cuda_mem", "stats.max"));
        Assert.Equal(new Tolerance(2), table.Find("cuda_mem", "current"));
        Assert.Null(table.Find("rocm_mem", "current"));
    }

    [Fact]
    public void Every_metric_and_field_has_a_default()
    {
        var table = new ToleranceTable(DefaultTolerances.Rules);
        string[] metrics = [.. MetricCatalog.RateCounters, .. MetricCatalog.Unbounded, "mem", "cuda_util", "cuda_power", "whatever"];

        Assert.All(metrics, metric => Assert.All(PayloadFields.All, field => Assert.NotNull(table.Find(metric, field))));
    }
}
