using System.CommandLine;

namespace LiveStatProxy.Commands;

/// <summary><c>run</c>: the proxy itself, until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create(Option<DirectoryInfo?> config)
    {
        var command = new Command("run", "Runs the proxy (the default). Further arguments override the configuration: --Section:Key=value.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((result, cancellationToken) => RunAsync(result, config, cancellationToken));
        return command;
    }

    public static Task<int> RunAsync(ParseResult result, Option<DirectoryInfo?> config, CancellationToken cancellationToken) =>
        CommandHost.UseAsync(result, config, [], async app =>
        {
            await app.RunAsync(cancellationToken);
            return 0;
        });
}
