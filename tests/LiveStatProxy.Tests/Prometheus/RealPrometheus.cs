using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: AssemblyFixture(typeof(LiveStatProxy.Tests.Prometheus.RealPrometheus))]

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>A real Prometheus for all tests of this assembly, which keep apart by their kernels' ids. Its data are written by the tests.</summary>
public sealed class RealPrometheus : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livestatproxy-");
    private readonly HttpClient _http = new();
    private Process? _process;

    public Uri Address { get; private set; } = null!;

    internal RemoteWrite Writer => new(_http, Address);

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        Address = new Uri($"http://127.0.0.1:{port}/");
        var configuration = Path.Combine(_folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, "global:\n  evaluation_interval: 1m\n");
        string[] arguments =
        [
            $"--config.file={configuration}", $"--storage.tsdb.path={_folder.FullName}/data", $"--web.listen-address=127.0.0.1:{port}",
            "--web.enable-remote-write-receiver", "--log.level=error",
        ];
        _process = Process.Start(new ProcessStartInfo("prometheus", arguments));
        while (!await IsReadyAsync())
        {
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _folder.Delete(recursive: true);
        _http.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Address, "-/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
