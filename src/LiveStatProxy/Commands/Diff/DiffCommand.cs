using System.CommandLine;
using System.CommandLine.Parsing;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow;

namespace LiveStatProxy.Commands.Diff;

/// <summary><c>diff FILE</c>: one operation's statistics by the manager and by Prometheus, side by side.</summary>
internal static class DiffCommand
{
    private const int Mismatch = 1;
    private const int NotCompared = 3;

    public static Command Create(Option<DirectoryInfo?> config)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A GraphQL document, or a request body in JSON." };
        var operation = new Option<string?>("--operation") { Description = "The operation to run, where the document has several." };
        var variables = new Option<string?>("--variables") { Description = "Variables as JSON." };
        var path = new Option<string>("--path") { Description = "The path on the manager.", DefaultValueFactory = _ => "/admin/gql" };
        var manager = new Option<Uri?>("--manager") { Description = "The manager's address. Default: the configured one.", CustomParser = ParseAddress };
        var tolerance = new Option<double?>("--tolerance")
        {
            Description = "The largest relative difference allowed for any number (0.1 is 10 %). Default: the tolerances of section Shadow.",
        };
        var all = new Option<bool>("--all") { Description = "Show every field, not only current, capacity, pct and what does not match." };
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "diff",
            $"Runs an operation against the manager, signed with the keypair in {Keypair.AccessKeyVariable} and {Keypair.SecretKeyVariable}, and shows its statistics beside those of Prometheus. "
            + "Exit code 0 if all match within the tolerance, 1 if not, 2 for a wrong configuration, 3 if nothing could be compared.")
        {
            file, operation, variables, path, manager, tolerance, all, json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellationToken) => CommandHost.UseSilentlyAsync(result, config, async app =>
        {
            try
            {
                var read = await OperationFile.ReadAsync(
                    result.GetRequiredValue(file), result.GetValue(operation), result.GetValue(variables), cancellationToken);
                var report = await ActivatorUtilities.CreateInstance<OperationDiff>(app.Services, Comparer(app.Services.GetRequiredService<ShadowOptions>(), result.GetValue(tolerance)))
                    .RunAsync(read, result.GetValue(manager), result.GetRequiredValue(path), cancellationToken);
                await result.PrintAsync(
                    result.GetValue(json), report, (console, value) => DiffTable.Print(console, value, result.GetValue(all)));
                return report.IsMatch ? 0 : Mismatch;
            }
            catch (InvalidDataException fault)
            {
                await result.ComplainAsync(fault.Message);
                return NotCompared;
            }
        }));
        return command;
    }

    private static Uri? ParseAddress(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        argument.AddError($"--manager is \"{argument.Tokens[0].Value}\"; allowed: an absolute http:// or https:// address");
        return null;
    }

    private static LiveStatComparer Comparer(ShadowOptions shadow, double? tolerance) => tolerance is { } relative
        ? new LiveStatComparer(
            new ToleranceTable([new ToleranceRule(new NamePatterns("*"), new NamePatterns("*"), new Tolerance(0, relative))]), shadow.CreateRules())
        : shadow.CreateComparer();
}
