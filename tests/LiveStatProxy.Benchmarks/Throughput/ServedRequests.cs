using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>Sees by a proxy's metrics that it does what is to be measured: a fallback would be measured as gladly.</summary>
internal sealed partial class ServedRequests(HttpClient http, RoleProcess proxy)
{
    private Dictionary<string, double> _before = [];

    /// <summary>Begins anew.</summary>
    public async Task BeginAsync() => _before = await ReadAsync();

    /// <summary>Expects that there were requests since the beginning, all with the same outcome.</summary>
    /// <exception cref="InvalidOperationException">There were others, or none.</exception>
    public async Task ExpectAsync(string reason)
    {
        var now = await ReadAsync();
        var reasons = now.Where(outcome => outcome.Value > _before[outcome.Key]).Select(outcome => outcome.Key).ToList();
        if (reasons is not [var only] || only != reason)
        {
            throw new InvalidOperationException($"Expected all requests to be {reason}, they were: {string.Join(", ", reasons)}.");
        }
    }

    private async Task<Dictionary<string, double>> ReadAsync() =>
        Outcome().Matches(await http.GetStringAsync(new Uri($"{proxy.AdminAddress}/metrics")))
            .ToDictionary(outcome => outcome.Groups[1].Value, outcome => double.Parse(outcome.Groups[2].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex("""livestat_requests_total\{.*reason="([a-z-]+)"\} ([0-9]+)""")]
    private static partial Regex Outcome();
}
