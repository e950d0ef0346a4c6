using System.Net.Http.Headers;
using System.Text.Json;
using LiveStatProxy.Demo.Hosting;
using LiveStatProxy.Demo.Proxy;
using LiveStatProxy.Demo.World;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Demo.Rollout;

/// <summary>Raises the share of callers on Prometheus step by step, throws the kill switch and takes it back; at each stage every caller sends one operation.</summary>
internal sealed class StagedRollout(DemoWorld demo, DemoProxy proxy, HttpClient client)
{
    private const int RequestsAtOnce = 8;

    private static readonly int[] Percentages = [0, 10, 20, 50, 100];
    private static readonly TimeSpan SwitchLimit = TimeSpan.FromSeconds(30);
    private static readonly byte[] Operation = JsonSerializer.SerializeToUtf8Bytes(new
    {
        query = "query MySessions { compute_session_nodes(first: 5) { edges { node { name kernel_nodes { edges { node { live_stat } } } } } } }",
    });

    /// <summary>Runs all stages; they end with everyone on Prometheus.</summary>
    public async Task<IReadOnlyList<RolloutStage>> RunAsync(CancellationToken cancellationToken)
    {
        var stages = new List<RolloutStage>();
        foreach (var percent in Percentages)
        {
            await proxy.SetPercentageAsync("Prometheus", percent, cancellationToken);
            await Waiting.UntilAsync(async () => await ConfiguredAsync(cancellationToken) == percent, SwitchLimit, TimeProvider.System, cancellationToken);
            stages.Add(await ObserveAsync($"{percent} %", percent, cancellationToken));
        }

        await PostAsync("api/rollout/kill?why=demo", cancellationToken);
        stages.Add(await ObserveAsync("kill switch", 0, cancellationToken) with { IsSwitch = true });
        await PostAsync("api/rollout/arm", cancellationToken);
        stages.Add(await ObserveAsync("armed again", 100, cancellationToken) with { IsSwitch = true });
        return stages;
    }

    private async Task<RolloutStage> ObserveAsync(string name, int percent, CancellationToken cancellationToken)
    {
        var results = new (string AccessKey, string Source, string Reason)[demo.World.Users.Count];
        await Parallel.ForAsync(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken }, async (i, cancel) =>
            results[i] = await AskAsync(demo.World.Users[i], cancel));
        return new RolloutStage(
            name,
            percent,
            results.Where(result => result.Source == "prometheus").Select(result => result.AccessKey).ToHashSet(),
            results.CountBy(result => result.Reason).ToDictionary());
    }

    private async Task<(string AccessKey, string Source, string Reason)> AskAsync(User user, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Address, "/admin/gql")) { Content = new ByteArrayContent(Operation) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await demo.SignerOf(user).SignAsync(request, cancellationToken);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();

        // source=prometheus; reason=ok; …
        var result = response.Headers.GetValues(OutcomeReporter.ResultHeader).Single().Split(';').Select(part => part.Split('=')[^1]).ToArray();
        return (user.AccessKey, result[0], result[1]);
    }

    private async Task<double> ConfiguredAsync(CancellationToken cancellationToken)
    {
        var status = await client.GetFromJsonAsync<JsonElement>(new Uri(proxy.AdminAddress, "api/rollout"), cancellationToken);
        return status.GetProperty("shares").GetProperty("configured").GetProperty("Prometheus").GetDouble();
    }

    private async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsync(new Uri(proxy.AdminAddress, path), null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
