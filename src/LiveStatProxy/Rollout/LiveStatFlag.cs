using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace LiveStatProxy.Rollout;

/// <summary>The flag <c>LiveStat</c>: which variant a caller gets for an operation that can be translated.</summary>
public sealed partial class LiveStatFlag(IVariantFeatureManager features, ILogger<LiveStatFlag> logger)
{
    /// <summary>The flag's name.</summary>
    public const string Name = "LiveStat";

    /// <summary>Why the caller's operation is not translated; null when the variant is <see cref="LiveStatVariant.Prometheus"/>.</summary>
    public async ValueTask<OutcomeReason?> RefusalOfAsync(HttpContext context, TranslationPlan plan)
    {
        if (CallerIdentity.AccessKeyOf(context.Request.Headers) is not { } accessKey)
        {
            return OutcomeReason.NoIdentity;
        }

        return await VariantOfAsync(accessKey, context.RequestAborted) == LiveStatVariant.Prometheus ? null : OutcomeReason.FlagManager;
    }

    private async ValueTask<LiveStatVariant> VariantOfAsync(string accessKey, CancellationToken cancellationToken)
    {
        try
        {
            var variant = await features.GetVariantAsync(Name, new TargetingContext { UserId = accessKey }, cancellationToken);
            return Enum.TryParse<LiveStatVariant>(variant?.Name, out var known) ? known : LiveStatVariant.Manager;
        }
        catch (FeatureManagementException fault)
        {
            LogFault(logger, fault.Message);
            return LiveStatVariant.Manager;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The flag LiveStat cannot be evaluated ({Fault}); the caller got the variant Manager. Mend flags.json.")]
    private static partial void LogFault(ILogger logger, string fault);
}
