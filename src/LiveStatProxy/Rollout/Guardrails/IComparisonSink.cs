namespace LiveStatProxy.Rollout.Guardrails;

/// <summary>Takes in how shadow comparisons went: the border between shadow mode and the guardrail.</summary>
public interface IComparisonSink
{
    /// <summary>Counts comparisons; skipped and expected ones are left out.</summary>
    /// <param name="equal">How many were equal, or within tolerance.</param>
    /// <param name="mismatched">How many were not.</param>
    void Count(int equal, int mismatched);
}
