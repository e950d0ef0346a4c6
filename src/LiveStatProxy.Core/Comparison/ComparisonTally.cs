namespace LiveStatProxy.Core.Comparison;

/// <summary>A metric and field, by which comparisons are added up.</summary>
public readonly record struct FieldKey(string Metric, string Field)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Metric} {Field}";
}

/// <summary>All comparisons, added up by metric and field.</summary>
public sealed class ComparisonTally
{
    private readonly Dictionary<FieldKey, FieldTally> _fields = [];
    private readonly long[] _skips = new long[Enum.GetValues<SkipReason>().Length];
    private readonly Dictionary<string, long> _expected = new(StringComparer.Ordinal);

    /// <summary>By metric and field.</summary>
    public IReadOnlyDictionary<FieldKey, FieldTally> Fields => _fields;

    /// <summary>How often each rule expected a difference, by its name.</summary>
    public IReadOnlyDictionary<string, long> ExpectedByRule => _expected;

    /// <summary>How many comparisons had this result.</summary>
    public long this[ComparisonResult result] => _fields.Values.Sum(tally => tally[result]);

    /// <summary>How many comparisons were skipped for this reason.</summary>
    public long this[SkipReason reason] => _skips[(int)reason];

    /// <summary>How many comparisons could have been a mismatch.</summary>
    public long Judged => _fields.Values.Sum(tally => tally.Judged);

    /// <summary>
    /// The share of mismatches beyond that of Prometheus against itself. The noise of a metric and field takes nothing off the mismatches of another.
    /// </summary>
    public ShareInterval MismatchesBeyondNoise => ShareInterval.Wilson((long)Math.Ceiling(_fields.Values.Sum(tally => tally.CountBeyondNoise)), Judged);

    /// <summary>Adds a comparison of the manager with Prometheus.</summary>
    /// <param name="key">Under which metric and field; the comparison's own, or what it was folded into.</param>
    /// <param name="comparison">The comparison.</param>
    public void Add(FieldKey key, FieldComparison comparison)
    {
        Of(key).Add(comparison);
        if (comparison.Skip is { } reason)
        {
            _skips[(int)reason]++;
        }

        if (comparison.Rule is { } rule)
        {
            _expected[rule.Name] = _expected.GetValueOrDefault(rule.Name) + 1;
        }
    }

    /// <summary>Adds a comparison of Prometheus with itself, one freshness later.</summary>
    public void AddNoise(FieldKey key, FieldComparison comparison) => Of(key).AddNoise(comparison);

    private FieldTally Of(FieldKey key)
    {
        if (!_fields.TryGetValue(key, out var tally))
        {
            _fields[key] = tally = new FieldTally();
        }

        return tally;
    }
}
