using System.Diagnostics;

namespace LiveStatProxy.Demo.Hosting;

/// <summary>Runs another program to its end.</summary>
internal static class CommandLine
{
    /// <summary>What a program left behind.</summary>
    public sealed record Result(int ExitCode, string LastLine);

    /// <summary>Runs <paramref name="program"/>; it is killed when <paramref name="cancellationToken"/> is cancelled.</summary>
    public static async Task<Result> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var lines = $"{await output}\n{await errors}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new Result(process.ExitCode, lines.LastOrDefault() ?? "");
    }
}
