using System.Text.Json;
using LiveStatProxy.Configuration;
using LiveStatProxy.Rollout.Callers;
using Microsoft.FeatureManagement;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>
/// Reads the flag <c>LiveStat</c> from a file in Microsoft's <c>feature_management</c> schema
/// (https://github.com/microsoft/FeatureManagement/tree/main/Schema) and finds every mistake in it before a request can.
/// </summary>
public sealed class FlagReader(FlagFilters filters, CallerGroups groups)
{
    private static readonly JsonDocumentOptions Format = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads the flag.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="mistakes">Where mistakes are noted.</param>
    /// <returns>The definition, complete with its filters' settings; null when there was a mistake.</returns>
    public FeatureDefinition? Read(ReadOnlyMemory<byte> json, ConfigurationMistakes mistakes)
    {
        var before = mistakes.Lines.Count;
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, Format);
            var definition = ReadFile(FlagNode.Root(document.RootElement, mistakes));
            return mistakes.Lines.Count == before ? definition : null;
        }
        catch (JsonException fault)
        {
            mistakes.Add($"flags.json:{fault.LineNumber + 1}", fault.Message, "JSON");
            return null;
        }
        catch (InvalidOperationException fault)
        {
            mistakes.Add("flags.json", fault.Message, "text in Unicode");
            return null;
        }
    }

    private FeatureDefinition? ReadFile(FlagNode file)
    {
        if (file.Member("feature_management")?.Member("feature_flags") is not { } flags)
        {
            file.RefuseWithout("feature_management.feature_flags", $"a list with the flag {LiveStatFlag.Name}");
            return null;
        }

        FlagNode? found = null;
        foreach (var flag in flags.Items())
        {
            var id = flag.Member("id")?.Text();
            if (id != LiveStatFlag.Name || found is not null)
            {
                (flag.Member("id") ?? flag).Refuse($"the flag {LiveStatFlag.Name}, once");
                continue;
            }

            found = flag;
        }

        if (found is null)
        {
            flags.Refuse($"a list with the flag {LiveStatFlag.Name}");
        }

        return found is { } liveStat ? ReadFlag(liveStat) : null;
    }

    private FeatureDefinition ReadFlag(FlagNode flag)
    {
        flag.IsObjectOf("id", "description", "display_name", "enabled", "conditions", "variants", "allocation", "telemetry");
        var variants = ReadVariants(flag.Member("variants"), flag);
        var (requirement, conditions) = ReadConditions(flag.Member("conditions"));
        return new FeatureDefinition
        {
            Name = LiveStatFlag.Name,
            Status = flag.Member("enabled")?.Boolean() == true ? FeatureStatus.Conditional : FeatureStatus.Disabled,
            RequirementType = requirement,
            EnabledFor = conditions,
            Variants = [.. variants.Select(name => new VariantDefinition { Name = name })],
            Allocation = ReadAllocation(flag.Member("allocation"), variants),
        };
    }

    private static List<string> ReadVariants(FlagNode? node, FlagNode flag)
    {
        var names = new List<string>();
        if (node is not { } variants)
        {
            flag.RefuseWithout("variants", $"a list of the variants {AllVariants}");
            return names;
        }

        foreach (var variant in variants.Items())
        {
            if (variant.IsObjectOf("name", "configuration_value", "status_override") && variant.Member("name") is { } name)
            {
                if (name.OneOf<LiveStatVariant>() is { } known)
                {
                    names.Add(known.ToString());
                }
            }
            else
            {
                variant.Refuse($"an object with a name, one of {AllVariants}");
            }
        }

        if (names.Distinct().Count() < names.Count)
        {
            variants.Refuse("each variant once");
        }

        return names;
    }

    private (RequirementType Requirement, List<FeatureFilterConfiguration> Filters) ReadConditions(FlagNode? node)
    {
        if (node is not { } conditions || !conditions.IsObjectOf("requirement_type", "client_filters"))
        {
            return (default, []);
        }

        var found = new List<FeatureFilterConfiguration>();
        foreach (var filter in conditions.Member("client_filters")?.Items() ?? [])
        {
            if (filter.IsObjectOf("name", "parameters") && ReadFilter(filter) is { } read)
            {
                found.Add(read);
            }
        }

        return (conditions.Member("requirement_type")?.OneOf<RequirementType>() ?? default, found);
    }

    private FeatureFilterConfiguration? ReadFilter(FlagNode filter)
    {
        if (filter.Member("name") is not { } nameNode || nameNode.Text() is not { } name)
        {
            filter.RefuseWithout("name", $"one of {filters.Names}");
            return null;
        }

        if (!filters.Has(name))
        {
            nameNode.Refuse(name.EndsWith("Percentage", StringComparison.OrdinalIgnoreCase)
                ? "allocation.percentile instead: this filter draws anew for every request, so callers would flip between variants"
                : $"one of {filters.Names}");
            return null;
        }

        var parameters = filter.Member("parameters");
        if (filters.TryBind(name, parameters?.Value, out var settings) is { } allowed)
        {
            (parameters ?? filter).Refuse(allowed);
            return null;
        }

        return new FeatureFilterConfiguration { Name = name, ParametersObject = settings };
    }

    private Allocation ReadAllocation(FlagNode? node, List<string> variants)
    {
        if (node is not { } allocation
            || !allocation.IsObjectOf("default_when_enabled", "default_when_disabled", "user", "group", "percentile", "seed"))
        {
            return new Allocation { User = [], Group = [], Percentile = [] };
        }

        if (allocation.Member("default_when_disabled") is { } whenDisabled && whenDisabled.Text() is not nameof(LiveStatVariant.Manager))
        {
            whenDisabled.Refuse($"{nameof(LiveStatVariant.Manager)}: disabling the flag is a kill switch");
        }

        return new Allocation
        {
            DefaultWhenEnabled = Variant(allocation.Member("default_when_enabled"), variants),
            DefaultWhenDisabled = nameof(LiveStatVariant.Manager),
            User = [.. ReadMembers(allocation.Member("user"), "users", variants, null).Select(entry => new UserAllocation { Variant = entry.Variant, Users = entry.Members })],
            Group = [.. ReadMembers(allocation.Member("group"), "groups", variants, groups.Names).Select(entry => new GroupAllocation { Variant = entry.Variant, Groups = entry.Members })],
            Percentile = PercentileReader.Read(allocation.Member("percentile"), percentile => Variant(percentile.Member("variant"), variants)),
            Seed = allocation.Member("seed")?.Text(),
        };
    }

    private static List<(string? Variant, IReadOnlyList<string> Members)> ReadMembers(
        FlagNode? node, string key, List<string> variants, IEnumerable<string>? known)
    {
        var entries = new List<(string?, IReadOnlyList<string>)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in node?.Items() ?? [])
        {
            if (!entry.IsObjectOf("variant", key))
            {
                continue;
            }

            if (entry.Member("variant") is null || entry.Member(key) is not { } members)
            {
                entry.Refuse($"an object with a variant and {key}");
                continue;
            }

            var texts = members.Texts();
            entries.Add((Variant(entry.Member("variant"), variants), texts));
            if (!texts.All(seen.Add))
            {
                members.Refuse($"each of the {key} in one place only");
            }

            if (known is not null && texts.Any(text => !known.Contains(text)))
            {
                members.Refuse($"groups of {RolloutOptions.Section}:{nameof(RolloutOptions.Groups)} ({string.Join(", ", known)})");
            }
        }

        return entries;
    }

    private static string? Variant(FlagNode? node, List<string> variants)
    {
        if (node is not { } name || name.Text() is not { } text)
        {
            return null;
        }

        if (variants.Contains(text))
        {
            return text;
        }

        name.Refuse($"one of the flag's variants ({string.Join(", ", variants)})");
        return null;
    }

    private static string AllVariants => string.Join(", ", Enum.GetNames<LiveStatVariant>());
}
