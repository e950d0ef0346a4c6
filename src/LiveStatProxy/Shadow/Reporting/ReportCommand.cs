using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using LiveStatProxy.Commands;
using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Shadow.Reporting;

/// <summary><c>report</c>: asks the running proxy whether it is safe to promote.</summary>
internal static class ReportCommand
{
    private const int NotReady = 1;
    private const int NotEnoughData = 3;
    private const int Unreachable = 4;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public static Command Create(Option<DirectoryInfo?> config)
    {
        var json = CommandOutput.JsonOption();
        var admin = new Option<Uri?>("--admin")
        {
            Description = "The admin listener of the proxy to ask. Default: the configuration's.",
            CustomParser = ParseAddress,
        };
        var command = new Command(
            "report",
            "Asks the running proxy for shadow mode's report. Exit code 0: ready to promote, 1: not ready, 2: wrong configuration, 3: not enough data, 4: no proxy answers.")
        {
            admin, json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((result, cancellationToken) => RunAsync(result, result.GetValue(admin) ?? AdminAddress.Find(result, config), result.GetValue(json), cancellationToken));
        return command;
    }

    private static Uri? ParseAddress(ArgumentResult argument)
    {
        if (Uri.TryCreate(argument.Tokens.Single().Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        argument.AddError("--admin is no address such as http://127.0.0.1:9180");
        return null;
    }

    private static async Task<int> RunAsync(ParseResult result, Uri admin, bool asJson, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HttpClient { Timeout = Timeout };
            var text = await client.GetStringAsync(new Uri(admin, "/api/shadow"), cancellationToken);
            var report = JsonSerializer.Deserialize<ShadowReport>(text, Words.Format)!;
            await result.PrintAsync(asJson, report, ReportTable.Print, text);

            return report.Verdict.Readiness switch
            {
                Readiness.Ready => 0,
                Readiness.NotReady => NotReady,
                _ => NotEnoughData,
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or JsonException)
        {
            await result.ComplainAsync($"No report from {admin}: {fault.Message}");
            return Unreachable;
        }
    }
}
