using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Operations;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;

namespace LiveStatProxy.Pipeline;

/// <summary>A request's parts and the plan for its operation.</summary>
/// <param name="Request">Where the parts stand in the body; only meaningful where the plan can be translated.</param>
/// <param name="Plan">What can be done.</param>
public readonly record struct PlannedOperation(GraphQLRequest Request, TranslationPlan Plan);

/// <summary>Body bytes → plan, the cheap looks first.</summary>
public sealed class OperationPlanning(LiveStatMention mention, PlanCache plans)
{
    private static readonly TranslationPlan NoLiveStat = TranslationPlan.Refuse(OutcomeReason.NoLiveStat);
    private static readonly TranslationPlan NotUnderstood = TranslationPlan.Refuse(OutcomeReason.BodyNotUnderstood);

    /// <summary>Plans the operation in <paramref name="body"/>.</summary>
    public PlannedOperation Plan(ReadOnlySpan<byte> body)
    {
        if (!mention.IsIn(body))
        {
            return new PlannedOperation(default, NoLiveStat);
        }

        if (!GraphQLRequestReader.TryRead(body, out var request))
        {
            return new PlannedOperation(default, NotUnderstood);
        }

        // The reader jumps over variables. What the manager may say of them is to be about the client's body, and a mutation is sent but once.
        var plan = plans.Get(body, request);
        return plan.IsTranslatable && !plan.CanBeSentAgain && !JsonText.IsValid(body)
            ? new PlannedOperation(default, NotUnderstood)
            : new PlannedOperation(request, plan);
    }
}
