using LiveStatProxy.Demo.Monitoring;

[assembly: AssemblyFixture(typeof(LiveStatProxy.Tests.Prometheus.RealPrometheus))]

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>A real Prometheus for all tests that only ask; they write their own kernels into it, and keep apart by these kernels' ids.</summary>
public sealed class RealPrometheus : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private PrometheusServer? _server;

    public Uri Address => _server!.Address;

    internal async Task WriteAsync(params IEnumerable<WrittenKernel> kernels) =>
        await new RemoteWrite(_http, Address).SendAsync(kernels.SelectMany(kernel => kernel.Series), TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        _server = await PrometheusServer.PrepareAsync(new PrometheusServerOptions { ReceivesWrites = true }, TimeProvider.System, CancellationToken.None);
        await _server.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
