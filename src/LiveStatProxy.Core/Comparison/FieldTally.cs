namespace LiveStatProxy.Core.Comparison;

/// <summary>All comparisons of one metric and field, added up.</summary>
public sealed class FieldTally
{
    private readonly long[] _results = new long[Enum.GetValues<ComparisonResult>().Length];
    private readonly long[] _mismatches = new long[Enum.GetValues<MismatchKind>().Length];
    private readonly DifferenceSketch _differences = new();
    private long _noise;
    private long _noiseMismatches;
    private double _sum;
    private double _sumOfDifferences;
    private double _sumOfSquares;
    private double _sumOfNegligible;

    /// <summary>Whether a rule says that the two sides are by design of different size, so that the bias says nothing.</summary>
    public bool HasMovedMean { get; private set; }

    /// <summary>How many comparisons could have been a mismatch: those that were equal, within tolerance, or one.</summary>
    public long Judged => this[ComparisonResult.Equal] + this[ComparisonResult.WithinTolerance] + this[ComparisonResult.Mismatch];

    /// <summary>How many times two numbers were compared.</summary>
    public long Numbers => _differences.Count;

    /// <summary>How many comparisons of Prometheus with itself there were.</summary>
    public long NoiseJudged => _noise;

    /// <summary>How many of them mismatched.</summary>
    public long NoiseMismatches => _noiseMismatches;

    /// <summary>The magnitude of the relative difference that half of the comparisons do not exceed.</summary>
    public double TypicalDifference => _differences.Count == 0 ? 0 : _differences.Quantile(0.5);

    /// <summary>The greatest magnitude of a relative difference.</summary>
    public double WorstDifference => _differences.Worst;

    /// <summary>The share of mismatches.</summary>
    public ShareInterval Mismatches => ShareInterval.Wilson(this[ComparisonResult.Mismatch], Judged);

    /// <summary>The share of mismatches beyond that of Prometheus against itself.</summary>
    public ShareInterval MismatchesBeyondNoise => NoiseJudged == 0
        ? Mismatches
        : Mismatches.Beyond(ShareInterval.Wilson(NoiseMismatches, NoiseJudged));

    /// <summary>How many mismatches are left when noise of this share is taken off.</summary>
    internal double CountBeyondNoise => Math.Max(0, this[ComparisonResult.Mismatch] - (NoiseJudged == 0 ? 0 : (double)NoiseMismatches / NoiseJudged * Judged));

    /// <summary>How many had this result.</summary>
    public long this[ComparisonResult result] => _results[(int)result];

    /// <summary>How many mismatches were of this kind.</summary>
    public long this[MismatchKind kind] => _mismatches[(int)kind];

    /// <summary>
    /// How much larger Prometheus' numbers are than the manager's on the whole, as a share of the manager's, and its bounds. Differences of
    /// moments even out; a wrong factor does not. None where it would matter to nobody.
    /// </summary>
    public ShareInterval Bias
    {
        get
        {
            if (_sum == 0 || Numbers < 2 || Math.Abs(_sumOfDifferences) <= _sumOfNegligible)
            {
                return default;
            }

            var mean = _sumOfDifferences / Numbers;
            var variance = Math.Max(0, (_sumOfSquares / Numbers) - (mean * mean));
            var error = 1.96 * Math.Sqrt(variance / (Numbers - 1));
            var size = _sum / Numbers;
            return new ShareInterval(mean / size, (mean - error) / size, (mean + error) / size);
        }
    }

    /// <summary>Adds a comparison of the manager with Prometheus.</summary>
    public void Add(FieldComparison comparison)
    {
        _results[(int)comparison.Result]++;
        HasMovedMean |= comparison.HasMovedMean;
        if (comparison is { Result: ComparisonResult.Mismatch, Kind: { } kind })
        {
            _mismatches[(int)kind]++;
        }

        if (comparison is { Result: not ComparisonResult.Skipped, Difference: { } difference })
        {
            _differences.Add(Math.Abs(comparison.RelativeDifference!.Value));
            _sum += Math.Abs(comparison.Manager.Number);
            _sumOfDifferences += difference;
            _sumOfSquares += difference * difference;
            _sumOfNegligible += comparison.Allowed!.Value.Negligible;
        }
    }

    /// <summary>Adds a comparison of Prometheus with itself, one freshness later.</summary>
    public void AddNoise(FieldComparison comparison)
    {
        if (comparison.Result is ComparisonResult.Skipped or ComparisonResult.Expected)
        {
            return;
        }

        _noise++;
        _noiseMismatches += comparison.Result == ComparisonResult.Mismatch ? 1 : 0;
    }
}
