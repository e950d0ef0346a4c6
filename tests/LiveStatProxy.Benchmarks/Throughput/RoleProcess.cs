using System.Diagnostics;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>This program again, in one of its roles; prints its addresses when it is ready, ends when its input does.</summary>
internal sealed class RoleProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RoleProcess(Process process, string[] addresses)
    {
        _process = process;
        Address = addresses[^1];
        AdminAddress = addresses[0];
    }

    public string Address { get; }

    /// <summary>Where a proxy's metrics are.</summary>
    public string AdminAddress { get; }

    /// <summary>What it has used of the processors so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<RoleProcess> StartAsync(params string[] role)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["throughput", "role", .. role])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var addresses = await process.StandardOutput.ReadLineAsync();
        return new RoleProcess(process, addresses?.Split(' ') ?? throw new InvalidOperationException($"The role {role[0]} did not start."));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
