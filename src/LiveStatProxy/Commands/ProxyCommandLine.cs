using System.CommandLine;
using LiveStatProxy.Commands.Check;
using LiveStatProxy.Commands.Diff;
using LiveStatProxy.Commands.Explain;
using LiveStatProxy.Shadow.Reporting;

namespace LiveStatProxy.Commands;

/// <summary>The program's command line: the commands and what they share.</summary>
public static class ProxyCommandLine
{
    /// <summary>The exit code when the configuration is wrong.</summary>
    public const int ConfigurationMistake = 2;

    /// <summary>Builds the root command; without a subcommand the program runs the proxy.</summary>
    public static RootCommand Create()
    {
        var config = new Option<DirectoryInfo?>("--config")
        {
            Description = "The folder with appsettings.json and flags.json. Default: the config folder beside the program, or the repository's.",
            Recursive = true,
        };

        var root = new RootCommand("LiveStatProxy serves Backend.AI kernels' live_stat from Prometheus, in front of an unmodified manager.")
        {
            config,
        };
        var run = RunCommand.Create(config);
        root.Subcommands.Add(run);
        root.Subcommands.Add(CheckCommand.Create(config));
        root.Subcommands.Add(ExplainCommand.Create(config));
        root.Subcommands.Add(DiffCommand.Create(config));
        root.Subcommands.Add(ReportCommand.Create(config));
        root.Subcommands.Add(HealthCommand.Create(config));
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((result, cancellationToken) => RunCommand.RunAsync(result, config, cancellationToken));
        return root;
    }
}
