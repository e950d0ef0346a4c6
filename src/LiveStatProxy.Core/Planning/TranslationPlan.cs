using System.Diagnostics.CodeAnalysis;
using LiveStatProxy.Core.Documents;
using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Core.Planning;

/// <summary>What can be done with an operation: its translations, or the reason why it is left as it is.</summary>
public sealed class TranslationPlan
{
    private TranslationPlan(OutcomeReason? refusal, OperationType? operationType, string? operationName)
    {
        Refusal = refusal;
        OperationType = operationType;
        OperationName = operationName;
    }

    /// <summary>Why the operation goes to the manager as it came; null when it can be translated.</summary>
    public OutcomeReason? Refusal { get; }

    /// <summary>The type of the operation that would run; null where the document does not tell.</summary>
    public OperationType? OperationType { get; }

    /// <summary>The name of the operation that would run; null for an anonymous one.</summary>
    public string? OperationName { get; }

    /// <summary>Ids in the place of statistics, companions where that would clash and in mutations.</summary>
    public Translation? Replacement { get; private init; }

    /// <summary>Companions everywhere, so that the manager's own values stay: what shadow mode sends.</summary>
    public Translation? WithCompanions { get; private init; }

    /// <summary>Whether the operation can be translated.</summary>
    [MemberNotNullWhen(true, nameof(Replacement), nameof(WithCompanions))]
    public bool IsTranslatable => Refusal is null;

    /// <summary>Whether the original may be sent after the translated operation was: queries only; a mutation is sent once.</summary>
    public bool CanBeSentAgain => OperationType == Documents.OperationType.Query;

    /// <summary>A plan to leave the operation as it is.</summary>
    public static TranslationPlan Refuse(OutcomeReason reason, Operation? operation = null) =>
        new(reason, operation?.Type, operation?.Name);

    /// <summary>A plan to translate.</summary>
    public static TranslationPlan Translate(Operation operation, Translation replacement, Translation withCompanions) =>
        new(null, operation.Type, operation.Name) { Replacement = replacement, WithCompanions = withCompanions };
}
