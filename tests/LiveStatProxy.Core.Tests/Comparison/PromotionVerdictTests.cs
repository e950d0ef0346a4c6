using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Core.Tests.Comparison;

public class PromotionVerdictTests
{
    private static readonly FieldKey Memory = new("mem", "current");
    private static readonly FieldKey Processor = new("cpu_util", "current");

    [Fact]
    public void It_is_ready_when_enough_was_compared_and_matched()
    {
        var verdict = Verdict(Tally((Memory, 1500, 0), (Processor, 1500, 3)));

        Assert.Equal(Readiness.Ready, verdict.Readiness);
        Assert.Single(verdict.Reasons);
    }

    [Fact]
    public void A_field_that_mismatches_makes_it_not_ready_and_is_named()
    {
        var verdict = Verdict(Tally((Memory, 100, 40), (Processor, 100_000, 0)));

        Assert.Equal(Readiness.NotReady, verdict.Readiness);
        Assert.StartsWith("mem current: 40.0 % of 100 differ beyond noise", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_rare_mismatches_make_it_not_ready()
    {
        var verdict = Verdict(Tally((Memory, 10_000, 300), (Processor, 10_000, 300)));

        Assert.Equal(Readiness.NotReady, verdict.Readiness);
        Assert.StartsWith("All comparisons: ", Assert.Single(verdict.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void What_may_be_too_much_and_may_not_is_not_enough_data()
    {
        var verdict = Verdict(Tally((Memory, 1000, 10)));

        Assert.Equal(Readiness.NotEnoughData, verdict.Readiness);
    }

    [Theory]
    [InlineData(100, 10, 20, "100 comparisons so far; 1000 are needed.")]
    [InlineData(9000, 2, 20, "2 kernels so far; 5 are needed.")]
    [InlineData(9000, 10, 3, "Compared for 00:03:00 so far; 00:10:00 are needed.")]
    public void Nothing_is_ready_before_its_time(int comparisons, int kernels, int minutes, string reason)
    {
        var verdict = PromotionVerdict.Of(Tally((Memory, comparisons, 0)), kernels, TimeSpan.FromMinutes(minutes), new VerdictThresholds());

        Assert.Equal(Readiness.NotEnoughData, verdict.Readiness);
        Assert.Contains(reason, verdict.Reasons);
    }

    [Fact]
    public void No_data_is_no_success()
    {
        Assert.Equal(
            Readiness.NotEnoughData, PromotionVerdict.Of(new ComparisonTally(), 0, TimeSpan.Zero, new VerdictThresholds()).Readiness);
    }

    [Fact]
    public void A_field_with_few_comparisons_is_judged_only_by_what_it_proves()
    {
        Assert.Equal(Readiness.Ready, Verdict(Tally((Memory, 3000, 0), (Processor, 5, 0))).Readiness);
        Assert.Equal(Readiness.NotReady, Verdict(Tally((Memory, 3000, 0), (Processor, 5, 5))).Readiness);
    }

    [Fact]
    public void A_bias_makes_it_not_ready_though_every_value_is_within_its_tolerance()
    {
        var tally = Tally((Memory, 3000, 0));
        for (var i = 0; i < 100; i++)
        {
            tally.Add(Processor, Payloads.Numbers(1000 + i, 1.5 * (1000 + i), allowed: 5000));
        }

        var verdict = Verdict(tally);

        Assert.Equal(Readiness.NotReady, verdict.Readiness);
        Assert.Equal("cpu_util current: Prometheus' values are 50 % larger on the whole; 20 % are allowed.", Assert.Single(verdict.Reasons));
    }

    [Fact]
    public void The_noise_of_one_field_does_not_hide_the_mismatches_of_another()
    {
        var tally = Tally((Memory, 10_000, 300), (Processor, 10_000, 0));
        for (var i = 0; i < 1000; i++)
        {
            tally.AddNoise(Processor, Payloads.Numbers(1, 2));
            tally.AddNoise(Memory, Payloads.Numbers(1, 1));
        }

        Assert.Equal(300 / 20_000d, tally.MismatchesBeyondNoise.Share);
        Assert.Equal(Readiness.NotReady, Verdict(tally).Readiness);
    }

    [Fact]
    public void A_manager_on_Prometheus_leaves_nothing_to_compare()
    {
        var tally = new ComparisonTally();
        tally.Add(new FieldKey("*", "*"), FieldComparison.OfSkippedKernel(SkipReason.ManagerOnPrometheus));

        Assert.Contains(Verdict(tally).Reasons, reason => reason.Contains("26.4.4", StringComparison.Ordinal));
    }

    private static PromotionVerdict Verdict(ComparisonTally tally) =>
        PromotionVerdict.Of(tally, 20, TimeSpan.FromMinutes(20), new VerdictThresholds());

    private static ComparisonTally Tally(params (FieldKey Key, int Count, int Mismatches)[] fields)
    {
        var tally = new ComparisonTally();
        foreach (var (key, count, mismatches) in fields)
        {
            for (var i = 0; i < count; i++)
            {
                tally.Add(key, Payloads.Numbers(100, i < mismatches ? 100.5 : 100));
            }
        }

        return tally;
    }
}
