using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LiveStatProxy.Pipeline;

namespace LiveStatProxy.Commands.Check;

/// <summary>Reaches every manager: its version, and the way of a signed operation.</summary>
internal sealed class ManagerCheck(IServiceProvider services, LiveStatOptions options, TimeProvider time)
{
    private static readonly Version FirstOnPrometheus = new(26, 4, 4);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var manager in ManagerDestination.In(services))
        {
            await CheckAsync(manager, findings, cancellationToken);
        }

        return findings;
    }

    private async Task CheckAsync(ManagerDestination manager, List<Finding> findings, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            findings.Add(await FindVersionAsync(manager, timeout.Token));
            foreach (var path in options.GraphQLPaths)
            {
                findings.Add(await SendOperationAsync(manager, path, timeout.Token));
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            findings.Add(Finding.Failure(
                About(manager), $"no answer: {fault.Message}", "Is the address right, and is the manager reachable from this machine?"));
        }
    }

    private static async Task<Finding> FindVersionAsync(ManagerDestination manager, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, manager.Address);
        using var response = await manager.Client.SendAsync(request, cancellationToken);
        return VersionIn(await response.Content.ReadAsStringAsync(cancellationToken)) switch
        {
            null => Finding.Warning(About(manager), $"answers {(int)response.StatusCode}, but tells no version", "Is this a Backend.AI manager?"),
            var version when IsOnPrometheus(version) => Finding.Warning(
                About(manager), $"version {version}", $"From {FirstOnPrometheus} on the manager itself answers live_stat from Prometheus: this proxy is not needed."),
            var version => Finding.Ok(About(manager), $"version {version}, with live_stat from Valkey"),
        };
    }

    private static string? VersionIn(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("manager", out var version)
                ? version.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // 26.4.4rc1 → 26.4.4
    private static bool IsOnPrometheus(string version) =>
        Version.TryParse(new string([.. version.TakeWhile(character => char.IsAsciiDigit(character) || character == '.')]).TrimEnd('.'), out var number)
        && number >= FirstOnPrometheus;

    private async Task<Finding> SendOperationAsync(ManagerDestination manager, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(manager.Address, path)) { Content = new ByteArrayContent("""{"query": "{ __typename }"}"""u8.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var signer = Keypair.Signer(time);
        if (signer is not null)
        {
            await signer.SignAsync(request, cancellationToken);
        }

        using var response = await manager.Client.SendAsync(request, cancellationToken);
        return (response.StatusCode, signer) switch
        {
            (HttpStatusCode.OK, _) => Finding.Ok(About(manager), $"POST {path} takes a signed operation"),
            (HttpStatusCode.Unauthorized, null) => Finding.Ok(
                About(manager), $"POST {path} asks for a signature", $"Set {Keypair.AccessKeyVariable} and {Keypair.SecretKeyVariable} to try a signed operation, too."),
            (HttpStatusCode.Unauthorized, _) => Finding.Failure(
                About(manager), $"POST {path} refuses the signature", "Is the keypair right and active, and the clock of this machine (15 minutes at most)?"),
            (HttpStatusCode.NotFound, _) => Finding.Failure(About(manager), $"POST {path} is not there", "Mend LiveStat:GraphQLPaths."),
            var (status, _) => Finding.Warning(About(manager), $"POST {path} answers {(int)status}", "Look into the manager's log."),
        };
    }

    private static string About(ManagerDestination manager) => $"manager {manager.Address}";
}
