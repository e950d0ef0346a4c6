using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Rollout.Holds;

/// <summary>Something that holds everyone on the manager until an operator takes it back.</summary>
/// <param name="Since">Since when.</param>
/// <param name="By">Who or what did it.</param>
/// <param name="Why">For what reason.</param>
public sealed record Hold(DateTimeOffset Since, string By, string Why);

/// <summary>What holds everyone on the manager at the moment.</summary>
/// <param name="Kill">The kill switch; null while it is off.</param>
/// <param name="Guardrail">The broken guardrail; null while it is whole.</param>
public sealed record HoldState(Hold? Kill, Hold? Guardrail)
{
    /// <summary>Nothing holds.</summary>
    public static HoldState None { get; } = new(null, null);

    /// <summary>Why everyone gets the manager's values; null when nothing holds.</summary>
    public OutcomeReason? Refusal =>
        Kill is not null ? OutcomeReason.Killed
        : Guardrail is not null ? OutcomeReason.Guardrail
        : null;

    /// <summary>For the audit log.</summary>
    public override string ToString() => (Kill, Guardrail) switch
    {
        (null, null) => "armed",
        ({ } kill, null) => $"killed ({kill.Why})",
        (null, { } guardrail) => $"held by the guardrail ({guardrail.Why})",
        var (kill, guardrail) => $"killed ({kill.Why}), held by the guardrail ({guardrail.Why})",
    };
}
