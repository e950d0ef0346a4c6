using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Guardrails;
using LiveStatProxy.Rollout.Holds;
using Microsoft.FeatureManagement;

namespace LiveStatProxy.Admin;

/// <summary>What <c>GET /api/rollout</c> shows.</summary>
/// <param name="Effective">In one sentence: what decides at the moment.</param>
/// <param name="Flag">The flag in use.</param>
/// <param name="Shares">The variants' shares, as configured and as seen.</param>
/// <param name="Kill">The kill switch; null while it is off.</param>
/// <param name="Guardrail">The guardrail.</param>
/// <param name="LastReload">What came of the last change of flags.json.</param>
/// <param name="Changes">The latest entries of the audit log, the newest last.</param>
public sealed record RolloutStatus(
    string Effective, FlagStatus Flag, ShareStatus Shares, Hold? Kill, GuardrailStatus Guardrail, ReloadStatus LastReload, IReadOnlyList<AuditEntry> Changes);

/// <summary>The flag in use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">The file it came from.</param>
/// <param name="Enabled">Whether it is enabled there.</param>
/// <param name="Default">The variant of callers whom nothing else allocates.</param>
/// <param name="Seed">What the percentiles are made of beside the access key; null for the library's default.</param>
/// <param name="Percentile">The percentile allocation.</param>
/// <param name="Users">How many access keys are allocated by themselves.</param>
/// <param name="Groups">The groups that are allocated.</param>
/// <param name="Filters">The filters, and whether any or all of them must pass.</param>
public sealed record FlagStatus(
    string Name, string Source, bool Enabled, string? Default, string? Seed, IEnumerable<PercentileAllocation> Percentile, int Users, IEnumerable<GroupAllocation> Groups, FilterStatus? Filters);

/// <summary>The flag's filters.</summary>
public sealed record FilterStatus(string Requirement, IEnumerable<FilterEntry> Entries);

/// <summary>One of the flag's filters.</summary>
public sealed record FilterEntry(string Name, object? Parameters);

/// <summary>The variants' shares in percent.</summary>
/// <param name="Configured">Of callers who are in no list.</param>
/// <param name="Seen">Of requests within the window.</param>
/// <param name="SeenRequests">How many requests that were.</param>
/// <param name="Window">How far back the window reaches.</param>
public sealed record ShareStatus(
    IReadOnlyDictionary<LiveStatVariant, double> Configured, IReadOnlyDictionary<LiveStatVariant, double> Seen, long SeenRequests, TimeSpan Window);

/// <summary>The guardrail.</summary>
/// <param name="Enabled">Whether a broken limit holds everyone on the manager.</param>
/// <param name="Verdict">What it thinks at the moment.</param>
/// <param name="Measures">Of each limit.</param>
/// <param name="Broken">Since when and why it holds everyone on the manager; null while it does not.</param>
/// <param name="Window">How far back it looks.</param>
public sealed record GuardrailStatus(bool Enabled, Verdict Verdict, IReadOnlyList<GuardrailMeasure> Measures, Hold? Broken, TimeSpan Window);

/// <summary>What came of the last change of flags.json.</summary>
/// <param name="At">When.</param>
/// <param name="Result">taken, or refused: then an older version is in use.</param>
/// <param name="Mistakes">Why it was refused.</param>
public sealed record ReloadStatus(DateTimeOffset At, string Result, IReadOnlyList<string> Mistakes);
