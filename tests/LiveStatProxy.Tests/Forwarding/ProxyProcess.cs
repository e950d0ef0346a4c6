using System.Diagnostics;
using System.Net.Sockets;
using LiveStatProxy.Configuration;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>The proxy as a process of its own, to be told to stop and to be measured.</summary>
public sealed class ProxyProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private ProxyProcess(Process process, Uri address, Uri admin)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        Address = address;
        Admin = admin;
    }

    public Uri Address { get; }

    public Uri Admin { get; }

    /// <summary>What it has written to the console when it has ended.</summary>
    public Task<string> Output => _output;

    /// <summary>The bytes of memory in use.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<ProxyProcess> StartAsync(Uri manager, params string[] overrides)
    {
        var (address, admin) = (FailureTests.UnusedAddress(), FailureTests.UnusedAddress());
        string[] arguments =
        [
            typeof(ProxyApplication).Assembly.Location,
            "--config", ConfigurationDirectory.FindDefault(),
            $"--Kestrel:Endpoints:Proxy:Url={address}",
            $"--Kestrel:Endpoints:Admin:Url={admin}",
            $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={manager}",
            .. overrides,
        ];
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", arguments)
        {
            RedirectStandardOutput = true,
        })!;
        var proxy = new ProxyProcess(process, address, admin);
        await Eventually.TrueAsync(() => IsListeningAsync(address));
        return proxy;
    }

    /// <summary>Tells the process to stop, as an orchestrator does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
    }

    /// <summary>Waits for the process' end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _output;
        _process.Dispose();
    }

    private static async Task<bool> IsListeningAsync(Uri address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
