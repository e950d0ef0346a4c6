namespace LiveStatProxy.Rollout.Guardrails;

/// <summary>What the guardrail thinks of the rollout.</summary>
public enum Verdict
{
    /// <summary>Too little was seen. No data is no success.</summary>
    Inconclusive,

    /// <summary>Within the limit.</summary>
    Success,

    /// <summary>Beyond the limit.</summary>
    Fail,
}

/// <summary>One of the guardrail's limits and what was measured against it.</summary>
/// <param name="Name">What is measured: fallback-rate, prometheus-error-rate, added-latency-p99 (seconds) or mismatch-rate.</param>
/// <param name="Value">The measured value; a fraction, or seconds.</param>
/// <param name="Limit">The limit, in the same unit.</param>
/// <param name="Samples">How many samples the value is made of.</param>
/// <param name="Verdict">What to think of it.</param>
public sealed record GuardrailMeasure(string Name, double Value, double Limit, long Samples, Verdict Verdict)
{
    /// <summary>A measure that is beyond its limit when the samples are enough and the value is larger.</summary>
    public static GuardrailMeasure Of(string name, double value, double limit, long samples, long minimum) =>
        new(name, value, limit, samples, samples < minimum ? Verdict.Inconclusive : value > limit ? Verdict.Fail : Verdict.Success);
}

/// <summary>What the guardrail thinks of the rollout, and of each limit.</summary>
public sealed record GuardrailVerdict(IReadOnlyList<GuardrailMeasure> Measures)
{
    /// <summary>Fail when any limit is broken; success when at least one measure had samples enough and none failed.</summary>
    public Verdict Overall => Measures.Max(measure => measure.Verdict);

    /// <summary>The limits that are broken.</summary>
    public IEnumerable<GuardrailMeasure> Broken => Measures.Where(measure => measure.Verdict == Verdict.Fail);
}
