using System.Text;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>One request by itself, to see that a proxy does what is to be measured: a fallback would be measured as gladly.</summary>
internal static class ServedRequest
{
    /// <summary>Whose requests are told how they were served.</summary>
    public const string AccessKey = "AKIACHECK";

    /// <summary>Sends an operation and expects an outcome.</summary>
    /// <param name="http">The client.</param>
    /// <param name="proxy">The proxy's address.</param>
    /// <param name="body">The operation.</param>
    /// <param name="outcome">How the outcome begins, as in <c>source=prometheus; reason=ok</c>.</param>
    /// <exception cref="InvalidOperationException">It was served otherwise.</exception>
    public static async Task<byte[]> SendAsync(HttpClient http, string proxy, string body, string outcome)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, proxy + WrkLoad.OperationPath)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"BackendAI signMethod=HMAC-SHA256, credential={AccessKey}:0");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var told = response.Headers.TryGetValues(OutcomeReporter.ResultHeader, out var values) ? string.Join(", ", values) : "nothing";
        return told.StartsWith(outcome, StringComparison.Ordinal)
            ? await response.Content.ReadAsByteArrayAsync()
            : throw new InvalidOperationException($"Expected {outcome}, was told {told}.");
    }
}
