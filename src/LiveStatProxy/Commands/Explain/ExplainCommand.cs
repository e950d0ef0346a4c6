using System.CommandLine;

namespace LiveStatProxy.Commands.Explain;

/// <summary><c>explain FILE</c>: what would become of an operation.</summary>
internal static class ExplainCommand
{
    private const int Untranslated = 1;
    private const int Unreadable = 3;

    public static Command Create(Option<DirectoryInfo?> config)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A GraphQL document, or a request body in JSON." };
        var operation = new Option<string?>("--operation") { Description = "The operation to run, where the document has several." };
        var accessKey = new Option<string?>("--access-key") { Description = "A caller, to see its bucket and variant." };
        var path = new Option<string>("--path") { Description = "The path that the operation is sent to.", DefaultValueFactory = _ => "/admin/gql" };
        var json = CommandOutput.JsonOption();
        var command = new Command(
            "explain",
            "Shows what would become of an operation: its translation, each selection, the PromQL, a caller's variant. Exit code 0 if it can be translated, 1 if not, 2 for a wrong configuration, 3 if the file can't be read.")
        {
            file, operation, accessKey, path, json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellationToken) => CommandHost.UseSilentlyAsync(result, config, async app =>
        {
            try
            {
                var read = await OperationFile.ReadAsync(result.GetRequiredValue(file), result.GetValue(operation), null, cancellationToken);
                var explanation = await ActivatorUtilities.CreateInstance<OperationExplainer>(app.Services)
                    .ExplainAsync(read, result.GetValue(accessKey), result.GetRequiredValue(path), cancellationToken);
                await result.PrintAsync(result.GetValue(json), explanation, ExplanationReport.Print);
                return explanation.IsTranslated ? 0 : Untranslated;
            }
            catch (InvalidDataException fault)
            {
                await result.ComplainAsync(fault.Message);
                return Unreadable;
            }
        }));
        return command;
    }
}
