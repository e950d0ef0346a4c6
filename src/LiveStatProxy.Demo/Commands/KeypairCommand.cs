using System.CommandLine;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Commands;

/// <summary><c>keypair</c>: prints a sample user's keypair for the shell, so that the proxy's <c>diff</c> and <c>check</c> can sign against the demo's manager.</summary>
internal static class KeypairCommand
{
    public static Command Create()
    {
        var command = new Command("keypair", "Prints the sample superadmin's keypair for the shell: eval \"$(… keypair)\"");
        command.SetAction(async (result, _) =>
        {
            var user = WorldBuilder.Build(new WorldOptions(), TimeProvider.System).Superadmin;
            await result.InvocationConfiguration.Output.WriteLineAsync(
                $"export BACKEND_ACCESS_KEY={user.AccessKey} BACKEND_SECRET_KEY={user.SecretKey}");
            return 0;
        });
        return command;
    }
}
