using System.CommandLine;

namespace LiveStatProxy.Commands.Check;

/// <summary><c>check</c>: validates the configuration and looks at the manager and Prometheus.</summary>
internal static class CheckCommand
{
    private const int Failed = 1;

    public static Command Create(Option<DirectoryInfo?> config)
    {
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "check",
            "Validates the configuration and flags.json, reaches the manager and Prometheus, and says what it found. "
            + $"With {Keypair.AccessKeyVariable} and {Keypair.SecretKeyVariable} it also sends a signed operation. Exit code 0 if all is well, 1 if something fails, 2 for a wrong configuration.")
        {
            json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellationToken) => CommandHost.UseSilentlyAsync(result, config, async app =>
        {
            IReadOnlyList<Finding> findings =
            [
                .. ActivatorUtilities.CreateInstance<FlagCheck>(app.Services).Run(),
                .. await ActivatorUtilities.CreateInstance<ManagerCheck>(app.Services).RunAsync(cancellationToken),
                .. await ActivatorUtilities.CreateInstance<PrometheusCheck>(app.Services).RunAsync(cancellationToken),
            ];
            await result.PrintAsync(result.GetValue(json), findings, FindingList.Print);
            return findings.Any(finding => finding.Level == FindingLevel.Failure) ? Failed : 0;
        }));
        return command;
    }
}
