using System.Globalization;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>The metrics over a few minutes.</summary>
/// <param name="snapshots">At least one, the oldest first.</param>
public sealed class MetricsWindow(IReadOnlyList<MetricsSnapshot> snapshots)
{
    private MetricsSnapshot First => snapshots[0];

    private MetricsSnapshot Last => snapshots[^1];

    /// <summary>How long the window is.</summary>
    public TimeSpan Length => Last.At - First.At;

    /// <summary>The value that a gauge has now; 0 where it is not there.</summary>
    public double Now(string name) => Last.Series.TryGetValue(name, out var series) ? series.Value : 0;

    /// <summary>The series of a counter, with what they grew by.</summary>
    public IEnumerable<SeriesValue> Growth(string name) => Between(First, Last, name);

    /// <summary>How much a counter grew per second, from each snapshot to the next.</summary>
    public IReadOnlyList<double> Rates(string name) =>
        [.. snapshots.Zip(snapshots.Skip(1), (before, after) =>
            Between(before, after, name).Sum(series => series.Value) / Math.Max((after.At - before.At).TotalSeconds, 0.1))];

    /// <summary>The value below which a share of what a histogram observed in the window lies; null where it observed nothing.</summary>
    public double? Quantile(string histogram, double share)
    {
        var buckets = Growth($"{histogram}_bucket")
            .GroupBy(series => Bound(series.Labels["le"]), (bound, of) => (Bound: bound, Count: of.Sum(series => series.Value)))
            .OrderBy(bucket => bucket.Bound)
            .ToList();
        if (buckets.Count == 0 || buckets[^1].Count == 0)
        {
            return null;
        }

        var rank = share * buckets[^1].Count;
        var (lower, below) = (0d, 0d);
        foreach (var (bound, count) in buckets)
        {
            if (count >= rank)
            {
                // Evenly spread within a bucket, as Prometheus' histogram_quantile takes it.
                return double.IsInfinity(bound) ? lower : lower + ((bound - lower) * (rank - below) / (count - below));
            }

            (lower, below) = (bound, count);
        }

        return lower;
    }

    private static IEnumerable<SeriesValue> Between(MetricsSnapshot before, MetricsSnapshot after, string name) =>
        after.Series.Where(entry => entry.Value.Name == name).Select(entry => entry.Value with
        {
            Value = entry.Value.Value - (before.Series.TryGetValue(entry.Key, out var earlier) ? earlier.Value : 0),
        });

    private static double Bound(string text) => text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
}
