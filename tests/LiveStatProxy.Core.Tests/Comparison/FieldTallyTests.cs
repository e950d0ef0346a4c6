using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Core.Tests.Comparison;

public class FieldTallyTests
{
    [Fact]
    public void It_tells_typical_and_worst_differences()
    {
        var tally = new FieldTally();
        for (var i = 0; i < 100; i++)
        {
            tally.Add(Payloads.Numbers(100, i < 60 ? 101 : 150, allowed: 10));
        }

        Assert.Equal(1 / 101d, tally.TypicalDifference, 0.001);
        Assert.Equal(1 / 3d, tally.WorstDifference, 0.001);
        Assert.Equal((60, 40), (tally[ComparisonResult.WithinTolerance], tally[MismatchKind.Value]));
    }

    [Fact]
    public void Differences_of_moments_even_out()
    {
        var random = new Random(7);
        var tally = new FieldTally();
        for (var i = 0; i < 500; i++)
        {
            tally.Add(Payloads.Numbers(random.Next(1000), random.Next(1000)));
        }

        Assert.InRange(0, tally.Bias.Lower, tally.Bias.Upper);
    }

    [Fact]
    public void A_wrong_factor_does_not()
    {
        var random = new Random(7);
        var tally = new FieldTally();
        for (var i = 0; i < 500; i++)
        {
            tally.Add(Payloads.Numbers(random.Next(1000), random.Next(1000) * 1.5));
        }

        Assert.InRange(tally.Bias.Share, 0.35, 0.65);
        Assert.True(tally.Bias.Lower > 0.2);
    }

    [Fact]
    public void What_matters_to_nobody_is_no_bias()
    {
        var tally = new FieldTally();
        for (var i = 0; i < 500; i++)
        {
            tally.Add(Payloads.Numbers(0.1, 0.3) with { Allowed = new Allowance(10, 1) });
        }

        Assert.Equal(default, tally.Bias);
    }

    [Fact]
    public void Noise_is_taken_off()
    {
        var tally = new FieldTally();
        for (var i = 0; i < 1000; i++)
        {
            tally.Add(Payloads.Numbers(1, i % 10 == 0 ? 2 : 1));
            tally.AddNoise(Payloads.Numbers(1, i % 10 == 0 ? 2 : 1));
        }

        Assert.Equal(0.1, tally.Mismatches.Share);
        Assert.Equal(0, tally.MismatchesBeyondNoise.Share, 1e-9);
        Assert.InRange(0, tally.MismatchesBeyondNoise.Lower, tally.MismatchesBeyondNoise.Upper);
    }

    [Fact]
    public void Skipped_comparisons_and_expected_ones_are_not_judged()
    {
        var tally = new FieldTally();
        tally.Add(FieldComparison.OfSkippedKernel(SkipReason.ManagerError));
        tally.Add(Payloads.Numbers(1, 2) with { Result = ComparisonResult.Expected, HasMovedMean = true });

        Assert.Equal(0, tally.Judged);
        Assert.True(tally.HasMovedMean);
    }
}
