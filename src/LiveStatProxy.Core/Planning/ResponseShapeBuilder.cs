using System.Text;

namespace LiveStatProxy.Core.Planning;

/// <summary>Merged selections → <see cref="ResponseShape"/>: only what leads to a statistic stays.</summary>
internal sealed class ResponseShapeBuilder(CompanionKeys companionKeys, bool companionsOnly)
{
    /// <summary>The shape below <paramref name="place"/>; null when no statistic is there.</summary>
    public ResponseShape? Build(MergedField place)
    {
        var entries = new List<ShapeEntry>();
        var companions = new SortedSet<string>(StringComparer.Ordinal);

        foreach (var (responseKey, child) in place.Children)
        {
            if (child.Statistics.Count == 0)
            {
                if (Build(child) is { } below)
                {
                    entries.Add(Entry(responseKey, ShapeEntryKind.Below, default, below));
                }
            }
            else if (companionsOnly || child.Statistics[0].NeedsCompanion)
            {
                entries.Add(Entry(responseKey, ShapeEntryKind.Statistic, child.Statistics[0].Statistic));
                companions.UnionWith(child.Statistics.Select(statistic => companionKeys.Of(statistic.Kernel)));
            }
            else
            {
                entries.Add(Entry(responseKey, ShapeEntryKind.Id, child.Statistics[0].Statistic));
            }
        }

        entries.AddRange(companions.Select(key => Entry(key, ShapeEntryKind.Companion, default)));
        return entries.Count > 0 ? new ResponseShape(entries) : null;
    }

    private static ShapeEntry Entry(
        string responseKey, ShapeEntryKind kind, Statistics.StatisticField statistic, ResponseShape? below = null) =>
        new(Encoding.ASCII.GetBytes(responseKey), kind, statistic, below);
}
