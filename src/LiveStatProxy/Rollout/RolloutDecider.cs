using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Rollout.Flags;
using LiveStatProxy.Rollout.Holds;

namespace LiveStatProxy.Rollout;

/// <summary>
/// Decides which variant a request gets, for operations that can be translated:
/// <list type="number">
/// <item>the kill switch, and a broken guardrail, hold everyone on the manager,</item>
/// <item>a caller without an identity stays on the manager,</item>
/// <item>some callers may choose for one request,</item>
/// <item>the flag decides for everyone else.</item>
/// </list>
/// </summary>
public sealed class RolloutDecider(RolloutHolds holds, ModeOverride modeOverride, LiveStatFlag flag, VariantShares shares)
{
    /// <summary>Decides; the answer counts in the shares that operators see.</summary>
    /// <param name="context">The request.</param>
    /// <param name="operationName">The operation's name; null for an anonymous one.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    public async ValueTask<RolloutDecision> DecideAsync(HttpContext context, string? operationName, CancellationToken cancellationToken)
    {
        var decision = await ChooseAsync(context, operationName, cancellationToken);
        shares.Count(decision.Variant);
        return decision;
    }

    private async ValueTask<RolloutDecision> ChooseAsync(HttpContext context, string? operationName, CancellationToken cancellationToken)
    {
        // 1
        if (holds.Current.Refusal is { } held)
        {
            return RolloutDecision.Manager(held);
        }

        // 2
        if (CallerIdentity.Of(context.Request.Headers) is not { } caller)
        {
            return RolloutDecision.Manager(OutcomeReason.NoIdentity);
        }

        // 3
        if (modeOverride.VariantOf(caller, context) is { } chosen)
        {
            return RolloutDecision.Of(chosen, caller);
        }

        // 4
        var variant = await flag.VariantOfAsync(caller.AccessKey, operationName, context.Request.Path.Value, cancellationToken);
        return RolloutDecision.Of(variant, caller);
    }
}
