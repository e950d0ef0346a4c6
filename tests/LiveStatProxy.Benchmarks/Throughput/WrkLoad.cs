using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>One kind of request, sent by wrk over 16 connections.</summary>
internal sealed partial class WrkLoad(string name, string method, string path, string? body)
{
    // Any caller with an access key; the backend does not look.
    private const string Authorization = "BackendAI signMethod=HMAC-SHA256, credential=AKIABENCHMARK:0";

    public string Name { get; } = name;

    public async Task WarmUpAsync(string address) => await MeasureAsync(address, seconds: 3);

    /// <summary>Requests per second; a response that is no success ends the measurement.</summary>
    public async Task<double> MeasureAsync(string address, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script());
            var report = await RunAsync(["-t1", "-c16", $"-d{seconds}s", "-s", script, address + path]);
            return report.Contains("Non-2xx", StringComparison.Ordinal) || !Rate().IsMatch(report)
                ? throw new InvalidOperationException($"{Name} at {address} failed:\n{report}")
                : double.Parse(Rate().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private string Script()
    {
        var lua = new StringBuilder($"wrk.method = \"{method}\"\nwrk.headers[\"Authorization\"] = \"{Authorization}\"\n");
        if (body is not null)
        {
            lua.Append("wrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.body = [=====[").Append(body).Append("]=====]\n");
        }

        return lua.ToString();
    }

    private static async Task<string> RunAsync(string[] arguments)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var report = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        return report;
    }

    [GeneratedRegex(@"Requests/sec:\s*([0-9.]+)")]
    private static partial Regex Rate();
}
