using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Rollout.Callers;

namespace LiveStatProxy.Pipeline;

/// <summary>
/// What the request half and the response half of the gate pass to each other for one translated operation, as a feature of the
/// HTTP context.
/// </summary>
public sealed class TranslatedExchange(TranslationPlan plan, Translation translation) : IDisposable
{
    /// <summary>The operation's plan.</summary>
    public TranslationPlan Plan { get; } = plan;

    /// <summary>The translation that was sent.</summary>
    public Translation Translation { get; } = translation;

    /// <summary>In variant Shadow the caller; null in variant Prometheus.</summary>
    public CallerIdentity? ShadowedCaller { get; init; }

    /// <summary>The manager's answer, decoded; null while there is none, and where it was passed on or given up.</summary>
    public PooledBytes? Answer { get; set; }

    /// <summary>Why the answer cannot serve; null when it was read.</summary>
    public OutcomeReason? Fault { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Answer?.Dispose();
        Answer = null;
    }
}
