using System.Diagnostics;
using System.Globalization;

namespace LiveStatProxy.Demo.Hosting;

/// <summary>
/// Ends another process and deletes its folder when this process goes without saying so (killed, crashed): a shell waits for the
/// pipe between us to close. Disposed when the process has been stopped in order.
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private const string Script =
        "cat > /dev/null; kill -CONT $0; kill $0; while kill -0 $0 2> /dev/null; do sleep 0.1; done; rm -rf \"$1\"";

    private readonly Process _shell;

    private OrphanGuard(Process shell) => _shell = shell;

    /// <summary>Watches over <paramref name="process"/>, whose files are in <paramref name="folder"/>.</summary>
    public static OrphanGuard Over(Process process, string folder) => new(Process.Start(
        new ProcessStartInfo("sh", ["-c", Script, process.Id.ToString(CultureInfo.InvariantCulture), folder]) { RedirectStandardInput = true })!);

    /// <summary>Watches no longer.</summary>
    public void Dispose()
    {
        _shell.Kill(entireProcessTree: true);
        _shell.Dispose();
    }
}
