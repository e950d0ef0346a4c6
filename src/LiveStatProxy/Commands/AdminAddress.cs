using System.CommandLine;
using LiveStatProxy.Configuration;

namespace LiveStatProxy.Commands;

/// <summary>Where the running proxy's admin listener is, for commands that ask it.</summary>
internal static class AdminAddress
{
    /// <summary>Finds it in the configuration, command line included.</summary>
    public static Uri Find(ParseResult result, Option<DirectoryInfo?> config)
    {
        var directory = result.GetValue(config)?.FullName ?? ConfigurationDirectory.FindDefault();
        var configuration = new ConfigurationBuilder()
            .SetBasePath(directory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddCommandLine([.. result.UnmatchedTokens])
            .Build();
        return new Uri(BindingAddress.Parse(configuration["Kestrel:Endpoints:Admin:Url"] ?? "http://127.0.0.1:9180") switch
        {
            { Host: "*" or "+" or "0.0.0.0" or "[::]" } any => $"{any.Scheme}://127.0.0.1:{any.Port}/",
            var one => $"{one.Scheme}://{one.Host}:{one.Port}/",
        });
    }
}
