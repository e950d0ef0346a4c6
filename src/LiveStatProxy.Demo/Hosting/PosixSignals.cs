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

    /// <summary>Stops the process where it stands.</summary>
    public static void Freeze(this Process process) => Send(process, 19);

    /// <summary>Lets a stopped process go on.</summary>
    public static void Thaw(this Process process) => Send(process, 18);

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
