using System.CommandLine;
using System.Text.Json;
using LiveStatProxy.Commands;
using LiveStatProxy.Demo;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Commands;

/// <summary>A command of the program, run to its end.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await ProxyCommandLine.Create().Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command with a configuration that leads to <paramref name="world"/>, and, where a file is named by its content, with that file.</summary>
    public static async Task<CommandRun> InAsync(DemoWorld world, string command, string? file, params string[] arguments)
    {
        using var configuration = new ProxyConfiguration(LiveStatVariant.Prometheus);
        var path = Path.Combine(configuration.Folder, "operation.graphql");
        await File.WriteAllTextAsync(path, file ?? "", TestContext.Current.CancellationToken);
        return await OfAsync(
        [
            command,
            .. file is null ? Array.Empty<string>() : [path],
            "--config", configuration.Folder,
            $"--ReverseProxy:Clusters:manager:Destinations:manager:Address={world.Manager.Address}",
            $"--Prometheus:Address={world.Prometheus.Address}",
            .. arguments,
        ]);
    }

    /// <summary>The same with a keypair in the environment.</summary>
    public static async Task<CommandRun> SignedAsync(DemoWorld world, string command, string? file, params string[] arguments)
    {
        var user = world.World.Superadmin;
        Environment.SetEnvironmentVariable("BACKEND_ACCESS_KEY", user.AccessKey);
        Environment.SetEnvironmentVariable("BACKEND_SECRET_KEY", user.SecretKey);
        try
        {
            return await InAsync(world, command, file, arguments);
        }
        finally
        {
            Environment.SetEnvironmentVariable("BACKEND_ACCESS_KEY", null);
            Environment.SetEnvironmentVariable("BACKEND_SECRET_KEY", null);
        }
    }
}
