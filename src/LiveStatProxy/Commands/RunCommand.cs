using System.CommandLine;
using LiveStatProxy.Configuration;

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

    public static async Task<int> RunAsync(ParseResult result, Option<DirectoryInfo?> config, CancellationToken cancellationToken)
    {
        try
        {
            var directory = result.GetValue(config)?.FullName ?? ConfigurationDirectory.FindDefault();
            await using var app = ProxyApplication.Build(directory, [.. result.UnmatchedTokens]);
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (ConfigurationMistakeException mistake)
        {
            foreach (var line in mistake.Lines)
            {
                await Console.Error.WriteLineAsync($"LiveStatProxy did not start: {line}");
            }

            return ProxyCommandLine.ConfigurationMistake;
        }
    }
}
