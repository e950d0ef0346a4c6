using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Flags;
using LiveStatProxy.Rollout.Guardrails;
using LiveStatProxy.Rollout.Holds;

namespace LiveStatProxy.Admin;

/// <summary>Gathers what <c>GET /api/rollout</c> shows.</summary>
public sealed class RolloutReport(
    LiveStatFlag flag, FlagFile file, RolloutHolds holds, Guardrail guardrail, GuardrailOptions guardrailOptions, VariantShares shares, AuditLog audit)
{
    /// <summary>Gathers it.</summary>
    public RolloutStatus Read()
    {
        var (version, held, reload, verdict) = (flag.Current, holds.Current, flag.LastReload, guardrail.Judge());
        return new RolloutStatus(
            Effective(version, held),
            DescribeFlag(version),
            DescribeShares(version),
            held.Kill,
            new GuardrailStatus(guardrailOptions.Enabled, verdict.Overall, verdict.Measures, held.Guardrail, guardrailOptions.Window),
            new ReloadStatus(reload.At, reload.IsTaken ? "taken" : "refused", reload.Mistakes),
            audit.Latest);
    }

    private static string Effective(FlagVersion version, HoldState held) => (held, version.IsEnabled) switch
    {
        ({ Refusal: not null }, _) => $"everyone gets the manager's values: the rollout is {held}",
        (_, false) => "everyone gets the manager's values: the flag is disabled in flags.json",
        _ => $"the flag decides: {version.Shares}",
    };

    private FlagStatus DescribeFlag(FlagVersion version)
    {
        var (definition, allocation) = (version.Definition, version.Definition.Allocation);
        var filters = definition.EnabledFor.Select(filter => new FilterEntry(filter.Name, filter.ParametersObject)).ToArray();
        return new FlagStatus(
            definition.Name,
            file.Path,
            version.IsEnabled,
            allocation.DefaultWhenEnabled,
            allocation.Seed,
            allocation.Percentile,
            allocation.User.Sum(entry => entry.Users.Count()),
            allocation.Group,
            filters.Length == 0 ? null : new FilterStatus(definition.RequirementType.ToString(), filters));
    }

    private ShareStatus DescribeShares(FlagVersion version)
    {
        var seen = shares.Seen();
        var total = seen.Values.Sum();
        return new ShareStatus(
            version.Shares.Percent,
            seen.ToDictionary(entry => entry.Key, entry => total == 0 ? 0 : Math.Round(100d * entry.Value / total, 2)),
            total,
            shares.Window);
    }
}
