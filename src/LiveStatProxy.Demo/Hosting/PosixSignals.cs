using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LiveStatProxy.Demo.Hosting;

/// <summary>Signals that .NET's <see cref="Process"/> cannot send.</summary>
internal static partial class PosixSignals
{
    private const int NoSuchProcess = 3;

    /// <summary>Asks the process to end in order.</summary>
    public static void Terminate(this Process process) => Send(process, 15);

    /// <summary>Stops the process where it stands; the signal takes a moment to reach every thread, which is waited for.</summary>
    public static async Task FreezeAsync(this Process process, TimeProvider time, CancellationToken cancellationToken)
    {
        Send(process, 19);
        await Waiting.UntilAsync(() => Task.FromResult(IsStopped(process)), TimeSpan.FromSeconds(10), time, cancellationToken);
    }

    /// <summary>Lets a stopped process go on.</summary>
    public static void Thaw(this Process process) => Send(process, 18);

    /// <summary>Whether every thread's state in <c>/proc</c> is <c>T</c>; where there is no such folder, it is taken for granted.</summary>
    private static bool IsStopped(Process process)
    {
        var threads = new DirectoryInfo($"/proc/{process.Id}/task");
        return !threads.Exists || threads.EnumerateDirectories()
            .All(thread => File.ReadAllText(Path.Combine(thread.FullName, "stat")).Split(") ")[^1].StartsWith('T'));
    }

    private static void Send(Process process, int signal)
    {
        if (Kill(process.Id, signal) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
