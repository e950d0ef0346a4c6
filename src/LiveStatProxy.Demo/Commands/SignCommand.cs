using System.CommandLine;
using LiveStatProxy.Demo.World;
using LiveStatProxy.Signing;

namespace LiveStatProxy.Demo.Commands;

/// <summary><c>sign</c>: prints the headers of a signed request, as lines that <c>curl --config -</c> reads.</summary>
internal static class SignCommand
{
    public static Command Create()
    {
        var method = new Option<string>("--method") { Description = "The request's method.", DefaultValueFactory = _ => "POST" };
        var path = new Option<string>("--path") { Description = "The raw path with its query string.", DefaultValueFactory = _ => "/admin/gql" };
        var host = new Option<string>("--host") { Description = "The Host header: where curl connects.", DefaultValueFactory = _ => "127.0.0.1:8080" };
        var contentType = new Option<string>("--content-type") { Description = "The media type.", DefaultValueFactory = _ => "application/json" };
        var user = new Option<string>("--user") { Description = "Whose keypair signs: the demo world's e-mail address.", DefaultValueFactory = _ => "superadmin@example.com" };
        var command = new Command(
            "sign", "Prints a signed request's headers for curl: … sign | curl -K - --data @operation.json http://127.0.0.1:8080/admin/gql")
        {
            method, path, host, contentType, user,
        };
        command.SetAction(async (result, _) =>
        {
            var time = TimeProvider.System;
            var world = WorldBuilder.Build(new WorldOptions(), time);
            if (world.Users.FirstOrDefault(candidate => candidate.Email == result.GetValue(user)) is not { } signer)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(
                    $"There is no such user; there are {string.Join(", ", world.Users.Select(candidate => candidate.Email))}.");
                return 1;
            }

            var headers = new RequestSigner(signer.AccessKey, signer.SecretKey, time).Sign(
                result.GetValue(method)!, result.GetValue(path)!, result.GetValue(host)!, result.GetValue(contentType)!, []);
            foreach (var (name, value) in headers.Append(KeyValuePair.Create("Content-Type", result.GetValue(contentType)!)))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync($"header = \"{name}: {value}\"");
            }

            return 0;
        });
        return command;
    }
}
