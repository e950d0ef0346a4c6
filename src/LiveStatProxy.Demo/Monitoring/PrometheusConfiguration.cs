using System.Globalization;
using System.Text.Json;

namespace LiveStatProxy.Demo.Monitoring;

/// <summary>The files that Prometheus is started with.</summary>
internal static class PrometheusConfiguration
{
    /// <summary>The value of the label <c>job</c>.</summary>
    public const string Job = "backendai-agents";

    /// <summary>Writes the configuration into <paramref name="folder"/>; its targets stand in a file that Prometheus watches.</summary>
    /// <returns>The configuration's path.</returns>
    public static async Task<string> WriteAsync(string folder, PrometheusServerOptions options, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "prometheus.yml");
        var text = $"""
            global:
              scrape_interval: {Duration(options.ScrapeInterval)}
              scrape_timeout: {Duration(options.ScrapeInterval)}
              evaluation_interval: {Duration(options.EvaluationInterval)}
            scrape_configs:
              - job_name: {Job}
                file_sd_configs:
                  - files: [targets.json]
                    refresh_interval: 1s

            """;
        await File.WriteAllTextAsync(path, text, cancellationToken);
        return path;
    }

    /// <summary>Writes the targets; replaced in one step, so that Prometheus never reads half a file.</summary>
    public static async Task WriteTargetsAsync(string folder, IEnumerable<string> instances, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "targets.json");
        var groups = new[] { new { targets = instances.ToArray() } };
        await File.WriteAllTextAsync($"{path}.new", JsonSerializer.Serialize(groups), cancellationToken);
        File.Move($"{path}.new", path, overwrite: true);
    }

    private static string Duration(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");
}
