using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Configuration;

/// <summary>A duration as PromQL writes it, within bounds.</summary>
public sealed class PromQLDurationAttribute(string least, string most)
    : AllowedAttribute($"a PromQL duration from {least} to {most} (5m, 1h30m)")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) =>
        value is null || (PromQLDuration.TryParse((string)value, out var duration) && duration >= PromQLDuration.Parse(least) && duration <= PromQLDuration.Parse(most));
}
