using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Prometheus;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>One series of <c>/metrics</c> at one moment.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
public sealed record SeriesValue(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>What <c>/metrics</c> said at one moment, as far as the dashboard shows it: operators see the same numbers in both places.</summary>
/// <param name="At">The moment.</param>
/// <param name="Series">The series by name and labels, as they are written.</param>
public sealed partial record MetricsSnapshot(DateTimeOffset At, IReadOnlyDictionary<string, SeriesValue> Series)
{
    // Shadow mode's hundreds of series are shown by its report.
    private static readonly string[] Shown = ["livestat_requests_", "livestat_prometheus_", "livestat_added_", "livestat_manager_"];

    /// <summary>Reads the metrics.</summary>
    public static async Task<MetricsSnapshot> ReadAsync(CollectorRegistry registry, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, cancellationToken);
        return Parse(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length), now);
    }

    /// <summary>Reads them out of their text.</summary>
    public static MetricsSnapshot Parse(string text, DateTimeOffset now)
    {
        var series = new Dictionary<string, SeriesValue>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var end = line.LastIndexOf(' ');
            if (end > 0 && Array.Exists(Shown, prefix => line.StartsWith(prefix, StringComparison.Ordinal)))
            {
                series[line[..end]] = ParseSeries(line[..end], line[(end + 1)..]);
            }
        }

        return new MetricsSnapshot(now, series);
    }

    private static SeriesValue ParseSeries(string series, string value)
    {
        var labels = series.IndexOf('{', StringComparison.Ordinal);
        return new SeriesValue(
            labels < 0 ? series : series[..labels],
            Label().Matches(series).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value),
            double.Parse(value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""(\w+)="([^"]*)""")]
    private static partial Regex Label();
}
