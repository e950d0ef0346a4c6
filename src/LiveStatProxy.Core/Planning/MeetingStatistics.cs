using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Core.Planning;

/// <summary>
/// Looks at the places of the response where a statistic meets other fields. GraphQL demands that fields which may meet have the
/// same type (<c>SameResponseShape</c> of the specification); a statistic replaced by an id changes its type, so all that meet
/// are replaced together or not at all.
/// </summary>
internal static class MeetingStatistics
{
    /// <summary>Marks the statistics that need companions.</summary>
    /// <returns>Why the document is not translated; null when it can be.</returns>
    public static OutcomeReason? Resolve(IReadOnlyCollection<MergedField> roots, PlanningLimits limits)
    {
        var places = new List<MergedField>();
        foreach (var place in roots.SelectMany(root => root.SelfAndDescendants()))
        {
            if (place.Children.Values.Count(child => child.Statistics.Count > 0) > limits.StatisticsPerObject)
            {
                return OutcomeReason.DocumentOverLimits;
            }

            if (place.Statistics.Count > 0)
            {
                if (UsesOneKeyForTwoFields(place))
                {
                    return OutcomeReason.SelectionNotPlain;
                }

                places.Add(place);
            }
        }

        MarkCompanions(places);
        return null;
    }

    /// <summary>
    /// Whether the document is invalid here in a way that the translation could hide: two statistics (<c>x: live_stat x: last_stat</c>)
    /// would become the same id.
    /// </summary>
    private static bool UsesOneKeyForTwoFields(MergedField place)
    {
        var first = place.Statistics[0];
        return place.Children.Count > 0
            || place.Statistics.Any(other => other.Statistic != first.Statistic)
            || place.Statistics.GroupBy(statistic => statistic.Kernel.Name).Any(ofType =>
                ofType.Select(statistic => statistic.Field.Name).Distinct().Skip(1).Any()
                || place.Others.Any(other => other.ParentType == ofType.Key));
    }

    /// <summary>A selection in a shared fragment stands at several places: what is decided at one holds at all of them.</summary>
    private static void MarkCompanions(List<MergedField> places)
    {
        var placesOf = places.SelectMany(place => place.Statistics.Select(statistic => (statistic, place)))
            .ToLookup(entry => entry.statistic, entry => entry.place);
        var pending = new Queue<MergedField>(places.Where(Clashes));
        var done = new HashSet<MergedField>();

        while (pending.TryDequeue(out var place))
        {
            foreach (var statistic in done.Add(place) ? place.Statistics : [])
            {
                statistic.NeedsCompanion = true;
                foreach (var elsewhere in placesOf[statistic])
                {
                    pending.Enqueue(elsewhere);
                }
            }
        }
    }

    private static bool Clashes(MergedField place) =>
        place.Others.Count > 0 || place.Statistics.Any(statistic => statistic.Kernel.IdType != place.Statistics[0].Kernel.IdType);
}
