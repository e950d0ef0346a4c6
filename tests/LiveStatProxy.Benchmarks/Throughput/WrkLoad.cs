using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>One kind of request, sent by wrk over 16 connections.</summary>
internal sealed partial class WrkLoad(string method, string path, string? body)
{
    // Any caller with an access key; the backend does not look.
    private const string Authorization = "BackendAI signMethod=HMAC-SHA256, credential=AKIABENCHMARK:0";

    /// <summary>A GraphQL operation.</summary>
    public WrkLoad(string operation)
        : this("POST", "/admin/gql", operation)
    {
    }

    /// <summary>Sends one of the requests.</summary>
    public async Task<byte[]> SendAsync(HttpClient http, RoleProcess server)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Address + path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        using var response = await http.SendAsync(request);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    public async Task WarmUpAsync(RoleProcess server) => await MeasureAsync(server, seconds: 8);

    /// <summary>Loads a server; a response that is no success ends the measurement.</summary>
    public async Task<Throughput> MeasureAsync(RoleProcess server, int seconds)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script());
            var before = server.ProcessorTime;
            var report = await RunAsync(["-t1", "-c16", $"-d{seconds}s", "-s", script, server.Address + path]);
            var used = server.ProcessorTime - before;
            return report.Contains("Non-2xx", StringComparison.Ordinal) || !Rate().IsMatch(report)
                ? throw new InvalidOperationException($"{method} {path} at {server.Address} failed:\n{report}")
                : new Throughput(Number(Rate().Match(report)), used.TotalMicroseconds / Number(Requests().Match(report)));
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

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([0-9]+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s*([0-9.]+)")]
    private static partial Regex Rate();
}

/// <summary>What a server did under load.</summary>
/// <param name="RequestsPerSecond">How much.</param>
/// <param name="Microseconds">Its processor time for each.</param>
internal readonly record struct Throughput(double RequestsPerSecond, double Microseconds)
{
    /// <summary>The middle of several.</summary>
    public static Throughput Median(List<Throughput> all) =>
        new(Middle(all.Select(one => one.RequestsPerSecond)), Middle(all.Select(one => one.Microseconds)));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RequestsPerSecond:N0} ({Microseconds:N0} µs)");

    private static double Middle(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
