using System.Globalization;
using LiveStatProxy.Demo.Agents;

namespace LiveStatProxy.Demo.Monitoring;

/// <summary>Writes what agents would have exported in the past, so that maxima and averages need not be waited for.</summary>
internal static class AgentHistory
{
    /// <summary>Writes an OpenMetrics text of the time from <paramref name="length"/> ago until now.</summary>
    /// <param name="exporters">The agents; series carry their <c>instance</c>, so that live scrapes go on with the same series.</param>
    /// <param name="length">How far back.</param>
    /// <param name="step">The distance between samples.</param>
    /// <param name="now">The end.</param>
    /// <param name="path">The file to write.</param>
    public static async Task WriteAsync(IReadOnlyList<AgentExporter> exporters, TimeSpan length, TimeSpan step, DateTimeOffset now, string path)
    {
        await using var file = new StreamWriter(path);
        await file.WriteLineAsync("# TYPE backendai_container_utilization gauge");
        for (var moment = now - length; moment < now; moment += step)
        {
            var timestamp = (moment.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", CultureInfo.InvariantCulture);
            foreach (var exporter in exporters)
            {
                foreach (var (labels, value) in exporter.Samples(moment))
                {
                    await file.WriteLineAsync($"backendai_container_utilization{{{Text(exporter, labels)}}} {value.ToString("R", CultureInfo.InvariantCulture)} {timestamp}");
                }
            }
        }

        await file.WriteLineAsync("# EOF");
    }

    private static string Text(AgentExporter exporter, string[] labels) => string.Join(
        ',',
        AgentExporter.LabelNames.Zip(labels, (name, value) => $"{name}=\"{value}\"")
            .Append($"instance=\"{exporter.Instance}\"")
            .Append($"job=\"{PrometheusConfiguration.Job}\""));
}
