namespace LiveStatProxy.Core.Comparison;

/// <summary>How far two values of one measurement may be apart; the widest of the three counts.</summary>
/// <param name="Absolute">In the field's own unit.</param>
/// <param name="Relative">As a share of the larger of the two values.</param>
/// <param name="Seconds">
/// What a counter gains in so many seconds at its present rate: the two sides read it at different moments, and a busy
/// kernel's counter moves on meanwhile by more than any fixed amount.
/// </param>
public readonly record struct Tolerance(double Absolute, double Relative = 0, double Seconds = 0)
{
    /// <summary>The largest difference allowed.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    /// <param name="rate">The counter's rate per second; 0 for what is none.</param>
    public double Between(double left, double right, double rate) =>
        Math.Max(Math.Max(Absolute, Relative * Math.Max(Math.Abs(left), Math.Abs(right))), Seconds * rate);
}

/// <summary>A tolerance and the metrics and fields that it is for.</summary>
public sealed record ToleranceRule(NamePatterns Metrics, NamePatterns Fields, Tolerance Tolerance);

/// <summary>The tolerances in order: the first rule that is for a metric and field counts.</summary>
public sealed class ToleranceTable(IEnumerable<ToleranceRule> rules)
{
    private readonly ToleranceRule[] _rules = [.. rules];

    /// <summary>The tolerance for a metric and field; null where no rule is for it.</summary>
    public Tolerance? Find(string metric, string field)
    {
        foreach (var rule in _rules)
        {
            if (rule.Metrics.Match(metric) && rule.Fields.Match(field))
            {
                return rule.Tolerance;
            }
        }

        return null;
    }
}
