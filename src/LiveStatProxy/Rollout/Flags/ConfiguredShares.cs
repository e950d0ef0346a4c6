using System.Globalization;
using Microsoft.FeatureManagement;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>The shares of the variants among callers who are in no list, as flags.json has them.</summary>
public sealed class ConfiguredShares
{
    private readonly double[] _percent = new double[Enum.GetValues<LiveStatVariant>().Length];

    /// <summary>Reads the percentiles; what they leave out gets the default.</summary>
    public ConfiguredShares(FeatureDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var allocation = definition.Allocation;
        var rest = 100d;
        foreach (var range in definition.Status == FeatureStatus.Disabled ? [] : allocation.Percentile)
        {
            this[range.Variant] += range.To - range.From;
            rest -= range.To - range.From;
        }

        this[definition.Status == FeatureStatus.Disabled ? null : allocation.DefaultWhenEnabled] += rest;
    }

    /// <summary>In percent, by variant.</summary>
    public IReadOnlyDictionary<LiveStatVariant, double> Percent =>
        Enum.GetValues<LiveStatVariant>().ToDictionary(variant => variant, variant => _percent[(int)variant]);

    /// <summary>As in "Prometheus 10 %, Shadow 0 %, Manager 90 %".</summary>
    public override string ToString() => string.Join(
        ", ", Percent.Reverse().Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Key} {share.Value:0.##} %")));

    private ref double this[string? variant] => ref _percent[variant is null ? 0 : (int)Enum.Parse<LiveStatVariant>(variant)];
}
