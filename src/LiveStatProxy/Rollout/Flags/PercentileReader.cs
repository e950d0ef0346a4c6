using Microsoft.FeatureManagement;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>Reads the percentile allocation: ranges of the 100 percent that callers are spread over.</summary>
internal static class PercentileReader
{
    /// <summary>Reads the ranges; a range holds its lower bound and not its upper one, but for 100.</summary>
    public static IReadOnlyList<PercentileAllocation> Read(FlagNode? node, Func<FlagNode, string?> variantOf)
    {
        var ranges = new List<(PercentileAllocation Range, FlagNode Node)>();
        foreach (var item in node?.Items() ?? [])
        {
            if (!item.IsObjectOf("variant", "from", "to"))
            {
                continue;
            }

            if (item.Member("variant") is null || item.Member("from") is not { } from || item.Member("to") is not { } to)
            {
                item.Refuse("an object with a variant, from and to");
                continue;
            }

            var range = new PercentileAllocation { Variant = variantOf(item), From = from.Percentage() ?? 0, To = to.Percentage() ?? 100 };
            if (range.From > range.To)
            {
                item.Refuse("from not above to");
                continue;
            }

            ranges.Add((range, item));
        }

        RefuseOverlaps(ranges);
        return [.. ranges.Select(range => range.Range)];
    }

    private static void RefuseOverlaps(List<(PercentileAllocation Range, FlagNode Node)> ranges)
    {
        var widest = 0d;
        foreach (var (range, node) in ranges.Where(entry => entry.Range.From < entry.Range.To).OrderBy(entry => entry.Range.From))
        {
            if (range.From < widest)
            {
                node.Refuse("percentiles that do not overlap: the first would win, and the shares would not be what they seem");
            }

            widest = Math.Max(widest, range.To);
        }
    }
}
