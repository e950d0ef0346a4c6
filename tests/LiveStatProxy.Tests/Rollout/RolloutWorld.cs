using System.Net.Http.Json;
using System.Text.Json;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Rollout;

/// <summary>One world for all tests of the rollout over real sockets.</summary>
[CollectionDefinition(Name)]
public sealed class RolloutWorldDefinition : ICollectionFixture<RolloutWorld>
{
    public const string Name = "rollout";
}

/// <summary>A manager, agents and a real Prometheus; tests start proxies of their own in front of them.</summary>
public sealed class RolloutWorld : IAsyncLifetime
{
    public const string Operation = "query SessionList { compute_session_list(limit: 3, offset: 0) { items { containers { live_stat } } } }";

    private readonly GateWorld _gate = new();

    public LiveStatProxy.Demo.DemoWorld World => _gate.World;

    public ValueTask InitializeAsync() => _gate.InitializeAsync();

    public Task<GateProxy> StartProxyAsync(LiveStatVariant variant = LiveStatVariant.Prometheus, params string[] overrides) =>
        _gate.StartProxyAsync(variant, overrides);

    public Task<GateProxy> StartProxyWithoutPrometheusAsync(params string[] overrides) =>
        _gate.StartProxyAsync(LiveStatVariant.Prometheus, new Uri("http://127.0.0.1:1"), overrides);

    public ValueTask DisposeAsync() => _gate.DisposeAsync();
}

/// <summary>What an operator does with a proxy.</summary>
internal static class Operator
{
    private static readonly HttpClient Client = new();

    /// <summary>Sends the operation and tells the word of its outcome.</summary>
    public static async Task<string> OutcomeAsync(this GateProxy proxy, Action<HttpRequestMessage>? change = null, string? query = null)
    {
        var body = JsonSerializer.Serialize(new { query = query ?? RolloutWorld.Operation });
        var answer = await proxy.SendBodyAsync(body, change);
        Assert.Equal(200, answer.Status);
        return answer.Result is null ? "" : answer.Result.Split("reason=")[1].Split(';')[0];
    }

    public static async Task<JsonElement> RolloutAsync(this GateProxy proxy) =>
        await Client.GetFromJsonAsync<JsonElement>(new Uri(proxy.Admin, "api/rollout"), TestContext.Current.CancellationToken);

    public static Task<int> PostAsync(this GateProxy proxy, string path, params (string Name, string Value)[] headers) =>
        proxy.SendAsync(HttpMethod.Post, path, headers);

    public static async Task<int> SendAsync(this GateProxy proxy, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(proxy.Admin, path));
        Array.ForEach(headers, header => request.Headers.TryAddWithoutValidation(header.Name, header.Value));
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public static async Task<string> MetricsAsync(this GateProxy proxy) =>
        await Client.GetStringAsync(new Uri(proxy.Admin, "metrics"), TestContext.Current.CancellationToken);
}
