using Microsoft.FeatureManagement.FeatureFilters;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>What the flag's filters may look at: the caller and the operation.</summary>
public sealed class FlagContext : ITargetingContext
{
    /// <summary>The caller's access key.</summary>
    public required string UserId { get; set; }

    /// <summary>The caller's groups.</summary>
    public required IEnumerable<string> Groups { get; set; }

    /// <summary>The operation's name; null for an anonymous one.</summary>
    public required string? OperationName { get; init; }

    /// <summary>The request's path.</summary>
    public required string? Path { get; init; }
}
