using System.CommandLine;

namespace LiveStatProxy.Commands;

/// <summary><c>health</c>: asks the running proxy whether it is alive, for containers that have no shell and no curl.</summary>
internal static class HealthCommand
{
    private const int Unhealthy = 1;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public static Command Create(Option<DirectoryInfo?> config)
    {
        var command = new Command("health", "Asks the running proxy's admin listener whether it is alive; exit code 0 if so, else 1.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((result, cancellationToken) => RunAsync(result, config, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result, Option<DirectoryInfo?> config, CancellationToken cancellationToken)
    {
        var address = new Uri(AdminAddress.Find(result, config), "/healthz/live");
        try
        {
            using var client = new HttpClient { Timeout = Timeout };
            using var response = await client.GetAsync(address, cancellationToken);
            response.EnsureSuccessStatusCode();
            return 0;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"No healthy proxy at {address}: {fault.Message}");
            return Unhealthy;
        }
    }
}
