using System.Globalization;

namespace LiveStatProxy.Core.Comparison;

/// <summary>Whether it is safe to promote.</summary>
public enum Readiness
{
    /// <summary>There is too little to say so either way.</summary>
    NotEnoughData,

    /// <summary>It is not: something differs that nothing explains.</summary>
    NotReady,

    /// <summary>It is, with 95 percent confidence.</summary>
    Ready,
}

/// <summary>What <see cref="Readiness.Ready"/> asks for.</summary>
public sealed record VerdictThresholds
{
    /// <summary>The fewest comparisons that could have been a mismatch.</summary>
    public long MinComparisons { get; init; } = 1000;

    /// <summary>The fewest kernels.</summary>
    public int MinKernels { get; init; } = 5;

    /// <summary>The shortest time from the first comparison to the last.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The fewest comparisons by which a single metric and field is judged.</summary>
    public long MinFieldComparisons { get; init; } = 50;

    /// <summary>The largest share of mismatches beyond noise among all comparisons.</summary>
    public double MaxMismatchShare { get; init; } = 0.01;

    /// <summary>The largest share of mismatches beyond noise in a single metric and field.</summary>
    public double MaxFieldMismatchShare { get; init; } = 0.05;

    /// <summary>How much larger or smaller Prometheus' numbers of a metric and field may be on the whole.</summary>
    public double MaxBias { get; init; } = 0.2;
}

/// <summary>The answer to one question: is it safe to promote?</summary>
/// <param name="Readiness">The answer.</param>
/// <param name="Reasons">Why, one sentence each.</param>
public sealed record PromotionVerdict(Readiness Readiness, IReadOnlyList<string> Reasons)
{
    /// <summary>Gives the verdict: it is the worst of what holds for the whole and for each metric and field.</summary>
    /// <param name="tally">The comparisons.</param>
    /// <param name="kernels">How many kernels were compared.</param>
    /// <param name="duration">The time from the first comparison to the last.</param>
    /// <param name="thresholds">What is asked for.</param>
    public static PromotionVerdict Of(ComparisonTally tally, int kernels, TimeSpan duration, VerdictThresholds thresholds)
    {
        var objections = tally.Fields.SelectMany(field => ObjectionsTo(field.Key, field.Value, thresholds))
            .Prepend(ObjectionToAll(tally, thresholds))
            .OfType<Objection>()
            .Concat(Lacks(tally, kernels, duration, thresholds))
            .ToList();
        if (objections.Count == 0)
        {
            return new PromotionVerdict(Readiness.Ready, [Sentence(
                $"At most {tally.MismatchesBeyondNoise.Upper:P2} of {tally.Judged} comparisons of {kernels} kernels differ beyond noise; {thresholds.MaxMismatchShare:P2} are allowed.")]);
        }

        var readiness = objections.Exists(objection => objection.IsProven) ? Readiness.NotReady : Readiness.NotEnoughData;
        return new PromotionVerdict(readiness, [.. objections.OrderByDescending(objection => objection.IsProven).Select(objection => objection.Reason)]);
    }

    private static Objection? ObjectionToAll(ComparisonTally tally, VerdictThresholds thresholds)
    {
        var share = tally.MismatchesBeyondNoise;
        return Exceeds(share, thresholds.MaxMismatchShare) is not { } isProven ? null : new Objection(isProven, Sentence(
            $"All comparisons: {share.Share:P2} differ beyond noise ({share.Lower:P2} to {share.Upper:P2}); {thresholds.MaxMismatchShare:P2} are allowed."));
    }

    private static IEnumerable<Objection> ObjectionsTo(FieldKey key, FieldTally field, VerdictThresholds thresholds)
    {
        var share = field.MismatchesBeyondNoise;
        var isJudged = field.Judged >= thresholds.MinFieldComparisons;
        if (Exceeds(share, thresholds.MaxFieldMismatchShare) is { } isProven && (isProven || isJudged))
        {
            yield return new Objection(isProven, Sentence(
                $"{key}: {share.Share:P1} of {field.Judged} differ beyond noise ({share.Lower:P1} to {share.Upper:P1}); {thresholds.MaxFieldMismatchShare:P1} are allowed."));
        }

        var bias = field.Bias;
        var least = Math.Max(bias.Lower, -bias.Upper);
        if (!field.HasMovedMean && field.Numbers >= thresholds.MinFieldComparisons && least > thresholds.MaxBias)
        {
            yield return new Objection(true, Sentence(
                $"{key}: Prometheus' values are {Math.Abs(bias.Share):P0} {(bias.Share > 0 ? "larger" : "smaller")} on the whole; {thresholds.MaxBias:P0} are allowed."));
        }
    }

    /// <summary>Whether a share exceeds a limit: true when proven, false when it may, null when it does not.</summary>
    private static bool? Exceeds(ShareInterval share, double limit) => share.Lower > limit ? true : share.Upper > limit ? false : null;

    private static IEnumerable<Objection> Lacks(ComparisonTally tally, int kernels, TimeSpan duration, VerdictThresholds thresholds)
    {
        if (tally[SkipReason.ManagerOnPrometheus] > 0)
        {
            yield return new Objection(false, Sentence(
                $"{tally[SkipReason.ManagerOnPrometheus]} times the manager's values came from Prometheus already (26.4.4 or newer): there is nothing to compare, and no need for this proxy."));
        }

        if (tally.Judged < thresholds.MinComparisons)
        {
            yield return new Objection(false, Sentence($"{tally.Judged} comparisons so far; {thresholds.MinComparisons} are needed."));
        }

        if (kernels < thresholds.MinKernels)
        {
            yield return new Objection(false, Sentence($"{kernels} kernels so far; {thresholds.MinKernels} are needed."));
        }

        if (duration < thresholds.MinDuration)
        {
            yield return new Objection(false, Sentence($"Compared for {duration:hh\\:mm\\:ss} so far; {thresholds.MinDuration:hh\\:mm\\:ss} are needed."));
        }
    }

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    /// <summary>Something that stands against promotion.</summary>
    /// <param name="IsProven">Whether it stands for sure, or more data may remove it.</param>
    /// <param name="Reason">The sentence.</param>
    private sealed record Objection(bool IsProven, string Reason);
}
