using System.Net.Http.Headers;
using System.Text.Json;
using LiveStatProxy.Signing;
using LiveStatProxy.Telemetry;

namespace LiveStatProxy.Demo.Presentation;

/// <summary>The answer to the session list's operation.</summary>
/// <param name="Body">The bytes as they came.</param>
/// <param name="Source">Whose statistics the proxy says they are: <c>source=prometheus; …</c>; empty where no proxy says anything.</param>
internal sealed record SessionListAnswer(byte[] Body, string Source)
{
    /// <summary>Whether the statistics are the manager's.</summary>
    public bool IsFromManager => Source.StartsWith("source=manager", StringComparison.Ordinal);

    /// <summary>Whether the statistics are Prometheus'.</summary>
    public bool IsFromPrometheus => Source.StartsWith("source=prometheus", StringComparison.Ordinal);
}

/// <summary>Asks for the session list as a web UI does: one document with many fragments, signed, polled.</summary>
internal sealed class SessionList(HttpClient client, Uri address, RequestSigner signer)
{
    private const string Resource = "LiveStatProxy.Demo.Presentation.session-list.graphql";
    private static readonly byte[] Request = JsonSerializer.SerializeToUtf8Bytes(new
    {
        query = ReadOperation(),
        operationName = "SessionListPage",
        variables = new { first = 1000, order = "-created_at" },
    });

    /// <exception cref="HttpRequestException">There was no answer, or not 200.</exception>
    public async Task<SessionListAnswer> FetchAsync(CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/admin/gql")) { Content = content };
        await signer.SignAsync(request, cancellationToken);
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var source = response.Headers.TryGetValues(OutcomeReporter.ResultHeader, out var values) ? values.First() : "";
        return new SessionListAnswer(await response.Content.ReadAsByteArrayAsync(cancellationToken), source);
    }

    private static string ReadOperation()
    {
        using var stream = typeof(SessionList).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
