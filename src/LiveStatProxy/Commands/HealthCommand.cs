using System.CommandLine;
using LiveStatProxy.Configuration;

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
        var directory = result.GetValue(config)?.FullName ?? ConfigurationDirectory.FindDefault();
        var configuration = new ConfigurationBuilder()
            .SetBasePath(directory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. result.UnmatchedTokens])
            .Build();
        var address = new UriBuilder(BindingAddress.Parse(configuration["Kestrel:Endpoints:Admin:Url"] ?? "http://127.0.0.1:9180") switch
        {
            { Host: "*" or "+" or "0.0.0.0" or "[::]" } any => $"{any.Scheme}://127.0.0.1:{any.Port}",
            var one => $"{one.Scheme}://{one.Host}:{one.Port}",
        })
        {
            Path = "/healthz/live",
        }.Uri;

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
