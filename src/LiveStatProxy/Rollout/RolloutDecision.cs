using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Rollout.Callers;

namespace LiveStatProxy.Rollout;

/// <summary>Which variant a request gets.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Refusal">Why the request gets the manager's values; null when the variant is to be carried out.</param>
/// <param name="Caller">Who asked; null for a caller without an identity, and where it did not matter.</param>
public readonly record struct RolloutDecision(LiveStatVariant Variant, OutcomeReason? Refusal, CallerIdentity? Caller)
{
    /// <summary>The manager's values, for <paramref name="refusal"/>.</summary>
    public static RolloutDecision Manager(OutcomeReason refusal, CallerIdentity? caller = null) => new(LiveStatVariant.Manager, refusal, caller);

    /// <summary>What a variant means for a caller.</summary>
    public static RolloutDecision Of(LiveStatVariant variant, CallerIdentity caller) =>
        variant == LiveStatVariant.Manager ? Manager(OutcomeReason.FlagManager, caller) : new(variant, null, caller);
}
