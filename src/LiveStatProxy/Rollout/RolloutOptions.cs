using LiveStatProxy.Configuration;

namespace LiveStatProxy.Rollout;

/// <summary>Section <c>Rollout</c>: who is who in the rollout, and what outlives a restart.</summary>
public sealed record RolloutOptions : IRelatedOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Rollout";

    /// <summary>Access keys whose header <c>X-LiveStat-Mode</c> is honoured. Default none.</summary>
    [AccessKeys]
    public string[] OverrideKeys { get; set; } = [];

    /// <summary>Groups of access keys, by name, for group allocation in flags.json. Default none.</summary>
    public Dictionary<string, string[]> Groups { get; set; } = [];

    /// <summary>The file that keeps the kill switch and a broken guardrail across restarts, relative to the configuration's folder. Default none: a restart forgets.</summary>
    public string? StateFile { get; set; }

    /// <inheritdoc/>
    public void Check(string section, ConfigurationMistakes mistakes)
    {
        var rule = new AccessKeysAttribute();
        foreach (var (name, accessKeys) in Groups.Where(group => !rule.Allows(group.Value)))
        {
            mistakes.Add($"{section}:{nameof(Groups)}:{name}", string.Join(", ", accessKeys ?? []), rule.Allowed);
        }
    }
}

/// <summary>A list of access keys, none of them empty.</summary>
public sealed class AccessKeysAttribute() : AllowedAttribute("a list of access keys, none of them empty")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) => value is string[] accessKeys && !Array.Exists(accessKeys, string.IsNullOrWhiteSpace);
}
