using System.CommandLine;
using LiveStatProxy.Configuration;

namespace LiveStatProxy.Commands;

/// <summary>What the commands share: the proxy, built from its configuration and not started, so that they see what it would see.</summary>
internal static class CommandHost
{
    /// <summary>Builds the proxy and does something with it.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="config">The option with the configuration's folder.</param>
    /// <param name="overrides">Configuration on top of the command line's.</param>
    /// <param name="use">What to do; returns the exit code.</param>
    public static async Task<int> UseAsync(
        ParseResult result, Option<DirectoryInfo?> config, IEnumerable<string> overrides, Func<WebApplication, Task<int>> use)
    {
        try
        {
            var directory = result.GetValue(config)?.FullName ?? ConfigurationDirectory.FindDefault();
            await using var app = ProxyApplication.Build(directory, [.. result.UnmatchedTokens, .. overrides]);
            return await use(app);
        }
        catch (ConfigurationMistakeException mistake)
        {
            foreach (var line in mistake.Lines)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"LiveStatProxy did not start: {line}");
            }

            return ProxyCommandLine.ConfigurationMistake;
        }
    }

    /// <summary>Builds the proxy for a command that prints its own findings: its log is silent.</summary>
    public static Task<int> UseSilentlyAsync(ParseResult result, Option<DirectoryInfo?> config, Func<WebApplication, Task<int>> use) =>
        UseAsync(result, config, ["--Logging:Console:LogLevel:Default=None", "--Rollout:StateFile="], use);
}
