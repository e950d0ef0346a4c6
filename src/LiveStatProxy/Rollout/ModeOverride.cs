using System.Collections.Frozen;
using LiveStatProxy.Rollout.Callers;

namespace LiveStatProxy.Rollout;

/// <summary>Lets some callers choose the variant for one request, to test in production.</summary>
public sealed class ModeOverride(RolloutOptions options)
{
    /// <summary>The header that names the variant.</summary>
    public const string Header = "X-LiveStat-Mode";

    private static readonly FrozenDictionary<string, LiveStatVariant> Variants =
        Enum.GetValues<LiveStatVariant>().ToFrozenDictionary(variant => variant.ToString(), StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _accessKeys = options.OverrideKeys.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Takes the header out of a request to a GraphQL path, whoever sent it and whatever it says, so that it never reaches the manager.</summary>
    public static void Take(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Headers.TryGetValue(Header, out var mode))
        {
            context.Request.Headers.Remove(Header);
            context.Features.Set(new RequestedMode(mode.ToString().Trim()));
        }
    }

    /// <summary>Whether a caller may choose.</summary>
    public bool IsAllowed(CallerIdentity caller) => _accessKeys.Contains(caller.AccessKey);

    /// <summary>The variant that the caller chose; null where it named none, or may not choose.</summary>
    public LiveStatVariant? VariantOf(CallerIdentity caller, HttpContext context) =>
        context.Features.Get<RequestedMode>() is { } mode && IsAllowed(caller) && Variants.TryGetValue(mode.Name, out var variant)
            ? variant
            : null;

    private sealed record RequestedMode(string Name);
}
