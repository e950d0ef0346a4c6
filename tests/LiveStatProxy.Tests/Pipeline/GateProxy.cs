using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveStatProxy.Rollout;
using LiveStatProxy.Signing;
using LiveStatProxy.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace LiveStatProxy.Tests.Pipeline;

/// <summary>The proxy in front of a manager and a Prometheus, and a client that signs its operations.</summary>
public sealed class GateProxy : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RequestSigner _signer;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private GateProxy(WebApplication application, ProxyConfiguration configuration, Uri manager, RequestSigner signer)
    {
        _application = application;
        Configuration = configuration;
        Manager = manager;
        _signer = signer;
    }

    public ProxyConfiguration Configuration { get; }

    public Uri Manager { get; }

    public Uri Address => new(_application.Urls.Last());

    public Uri Admin => new(_application.Urls.First());

    public static async Task<GateProxy> StartAsync(
        LiveStatVariant variant, Uri manager, Uri prometheus, RequestSigner signer, params string[] overrides)
    {
        var configuration = new ProxyConfiguration(variant);
        var application = ProxyApplication.Build(configuration.Folder,
        [
            "--Logging:LogLevel:Default=Error",
            "--Kestrel:Endpoints:Proxy:Url=http://127.0.0.1:0",
            "--Kestrel:Endpoints:Admin:Url=http://127.0.0.1:0",
            $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={manager}",
            $"--Prometheus:Address={prometheus}",
            "--LiveStat:ResultHeader=On",
            "--Guardrail:Enabled=false",
            .. overrides,
        ]);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return new GateProxy(application, configuration, manager, signer);
    }

    /// <summary>Sends an operation through the proxy.</summary>
    public Task<GateAnswer> SendAsync(string query, object? variables = null, string path = "/admin/gql", RequestSigner? signer = null) =>
        SendBodyAsync(Address, JsonSerializer.SerializeToUtf8Bytes(new { query, variables }), path, signer);

    /// <summary>Sends an operation to the manager itself.</summary>
    public Task<GateAnswer> SendDirectlyAsync(string query, object? variables = null, string path = "/admin/gql", RequestSigner? signer = null) =>
        SendBodyAsync(Manager, JsonSerializer.SerializeToUtf8Bytes(new { query, variables }), path, signer);

    public Task<GateAnswer> SendBodyAsync(string body, Action<HttpRequestMessage>? change = null) =>
        SendBodyAsync(Address, Encoding.UTF8.GetBytes(body), "/admin/gql", null, change);

    public async Task<GateAnswer> SendBodyAsync(
        Uri to, byte[] body, string path = "/admin/gql", RequestSigner? signer = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(to, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        change?.Invoke(request);
        await (signer ?? _signer).SignAsync(request, TestContext.Current.CancellationToken);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new GateAnswer(
            (int)response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            response.Headers.TryGetValues(OutcomeReporter.ResultHeader, out var result) ? result.Single() : null,
            response.Content.Headers.ContentEncoding.SingleOrDefault(),
            response.Content.Headers.NonValidated.Contains("Content-Length"));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
        Configuration.Dispose();
    }
}

/// <summary>What a client got.</summary>
public sealed record GateAnswer(int Status, byte[] Body, string? Result, string? ContentEncoding, bool HasLength)
{
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The status and the body, kernels' statistics taken out.</summary>
    public string WithoutStatistics => $"{Status} {StatisticText.Mask(Text)}";
}
