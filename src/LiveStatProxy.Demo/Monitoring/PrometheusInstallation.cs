using LiveStatProxy.Demo.Hosting;

namespace LiveStatProxy.Demo.Monitoring;

/// <summary>There is no Prometheus, and it could not be installed; the message says what to do.</summary>
public sealed class PrometheusMissingException(string message) : Exception(message);

/// <summary>Where the programs <c>prometheus</c> and <c>promtool</c> are.</summary>
public sealed record PrometheusInstallation(string Prometheus, string Promtool)
{
    private static readonly string LockFile = Path.Combine(Path.GetTempPath(), "livestatproxy-prometheus-install.lock");

    /// <summary>Finds Prometheus on PATH; else installs Debian's package, when this runs as root or sudo asks for no password.</summary>
    /// <exception cref="PrometheusMissingException">Neither was possible.</exception>
    public static async Task<PrometheusInstallation> FindOrInstallAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (Find() is { } found)
        {
            return found;
        }

        await using var oneAtATime = await LockAsync(time, cancellationToken);
        return Find() ?? await InstallAsync(cancellationToken);
    }

    private static PrometheusInstallation? Find() =>
        FindOnPath("prometheus") is { } prometheus && FindOnPath("promtool") is { } promtool
            ? new PrometheusInstallation(prometheus, promtool)
            : null;

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static async Task<PrometheusInstallation> InstallAsync(CancellationToken cancellationToken)
    {
        if (FindOnPath("apt-get") is null)
        {
            throw Missing("this system has no apt-get");
        }

        string[] prefix = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        if (prefix.Length > 0 && FindOnPath("sudo") is null)
        {
            throw Missing("this is not root and there is no sudo");
        }

        await RunAsync([.. prefix, "apt-get", "update"], cancellationToken);
        await RunAsync(
            [.. prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", "prometheus"],
            cancellationToken);
        return Find() ?? throw Missing("the package prometheus brought no programs prometheus and promtool onto PATH");
    }

    private static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var result = await CommandLine.RunAsync(command[0], command[1..], cancellationToken);
        if (result.ExitCode != 0)
        {
            throw Missing($"'{string.Join(' ', command)}' failed: {result.LastLine}");
        }
    }

    private static PrometheusMissingException Missing(string reason) => new(
        $"Prometheus is not on PATH and could not be installed: {reason}. "
        + "Install it (Debian and Ubuntu: apt-get install prometheus; else see https://prometheus.io/download) and make sure that prometheus and promtool are on PATH.");

    /// <summary>Two test processes may want to install at once: the second waits and then finds it installed.</summary>
    private static async Task<FileStream> LockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancellationToken);
            }
        }
    }
}
