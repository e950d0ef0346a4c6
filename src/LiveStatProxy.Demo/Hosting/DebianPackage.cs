namespace LiveStatProxy.Demo.Hosting;

/// <summary>A program is not there, and could not be installed; the message says what to do.</summary>
public sealed class ProgramMissingException(string message) : Exception(message);

/// <summary>Programs that Debian has a package for.</summary>
/// <param name="name">The package.</param>
/// <param name="otherwise">Where else to get them, for people.</param>
/// <param name="programs">The programs.</param>
public sealed class DebianPackage(string name, string otherwise, params IReadOnlyList<string> programs)
{
    private readonly string _lockFile = Path.Combine(Path.GetTempPath(), $"livestatproxy-{name}-install.lock");

    /// <summary>Finds the programs on PATH; else installs the package, when this runs as root or sudo asks for no password.</summary>
    /// <returns>The programs' paths, in their order.</returns>
    /// <exception cref="ProgramMissingException">Neither was possible.</exception>
    public async Task<IReadOnlyList<string>> FindOrInstallAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (Find() is { } found)
        {
            return found;
        }

        await using var oneAtATime = await LockAsync(time, cancellationToken);
        return Find() ?? await InstallAsync(cancellationToken);
    }

    private string[]? Find()
    {
        var found = programs.Select(FindOnPath).OfType<string>().ToArray();
        return found.Length == programs.Count ? found : null;
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private async Task<string[]> InstallAsync(CancellationToken cancellationToken)
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
            [.. prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", name],
            cancellationToken);
        return Find() ?? throw Missing($"the package {name} did not bring them onto PATH");
    }

    private async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        var result = await CommandLine.RunAsync(command[0], command[1..], cancellationToken);
        if (result.ExitCode != 0)
        {
            throw Missing($"'{string.Join(' ', command)}' failed: {result.LastLine}");
        }
    }

    private ProgramMissingException Missing(string reason)
    {
        var all = string.Join(" and ", programs);
        return new ProgramMissingException(
            $"{all} is not on PATH and could not be installed: {reason}. "
            + $"Install it (Debian and Ubuntu: apt-get install {name}; {otherwise}) and make sure that {all} is on PATH.");
    }

    /// <summary>Two test processes may want to install at once: the second waits and then finds it installed.</summary>
    private async Task<FileStream> LockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancellationToken);
            }
        }
    }
}
