using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Every version of HTTP on the client's side to every version on the manager's.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("livestat-versions-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool, string, bool, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, bool, string, bool, string>();
            (string, bool)[] sides = [("1.1", false), ("2.0", false), ("1.1", true), ("2.0", true)];
            foreach (var (client, clientTls) in sides)
            {
                foreach (var (manager, managerTls) in sides)
                {
                    data.Add(client, clientTls, manager, managerTls, (client, clientTls) == (manager, managerTls) ? "/admin/gql" : "/anything");
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_request_and_its_response_pass(string client, bool clientTls, string manager, bool managerTls, string path)
    {
        await using var backend = await KestrelBackend.StartAsync(
            EchoAsync, manager == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1, managerTls ? _certificates.Sign("127.0.0.1") : null);
        await using var proxy = await RunningProxy.StartAsync(
            backend.Address, [.. ListenAs(client, clientTls), .. ForwardAs(manager), "--Manager:CertificateAuthority=" + Write("ca.pem", _certificates.AuthorityPem)]);
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = _certificates.TrustingAnyName() });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Address, $"{path}?q=%2F"))
        {
            Version = Version.Parse(client),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("hello"),
            Headers = { Host = "manager.example", TE = { new("trailers") } },
        };
        request.Headers.TryAddWithoutValidation("Cookie", "a=1; b=2");

        using var response = await http.SendAsync(request, Cancelled);
        var content = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal($"HTTP/{manager.Replace(".0", "", StringComparison.Ordinal)} POST {path}?q=%2F manager.example a=1; b=2 hello", content);
        Assert.Equal(["1", "2"], response.Headers.GetValues("X-Twice"));
        Assert.Equal(Version.Parse(client), response.Version);

        // A Kestrel backend sends trailers with HTTP/2 only.
        Assert.Equal(manager == "2.0" ? ["sum"] : [], response.TrailingHeaders.Select(field => field.Value.Single()));
    }

    [Fact]
    public async Task A_reset_stream_of_the_manager_resets_the_clients()
    {
        var seen = new TaskCompletionSource();
        await using var backend = await KestrelBackend.StartAsync(
            async context =>
            {
                await context.Response.WriteAsync("half");
                await context.Response.Body.FlushAsync();
                await seen.Task;
                context.Abort();
            },
            HttpProtocols.Http2);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, [.. ListenAs("2.0", tls: false), .. ForwardAs("2.0")]);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, proxy.Address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        seen.SetResult();

        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Cancelled));
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        context.Response.Headers["X-Twice"] = new(["1", "2"]);
        await context.Response.WriteAsync(
            $"{request.Protocol} {request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget} {request.Host} {request.Headers.Cookie} {body}");
        if (context.Response.SupportsTrailers())
        {
            context.Response.AppendTrailer("X-Sum", "sum");
        }
    }

    private IEnumerable<string> ListenAs(string version, bool tls)
    {
        yield return $"--Kestrel:Endpoints:Proxy:Url={(tls ? "https" : "http")}://127.0.0.1:0";
        yield return $"--Kestrel:Endpoints:Proxy:Protocols={(version == "2.0" ? "Http2" : "Http1")}";
        if (tls)
        {
            var certificate = _certificates.Sign("127.0.0.1");
            yield return $"--Kestrel:Endpoints:Proxy:Certificate:Path={Write("proxy.pem", certificate.ExportCertificatePem())}";
            yield return $"--Kestrel:Endpoints:Proxy:Certificate:KeyPath={Write("proxy.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}";
        }
    }

    private static IEnumerable<string> ForwardAs(string version) => version == "2.0"
        ? ["--ReverseProxy:Clusters:manager:HttpRequest:Version=2", "--ReverseProxy:Clusters:manager:HttpRequest:VersionPolicy=RequestVersionExact"]
        : [];

    private string Write(string name, string content)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }
}
