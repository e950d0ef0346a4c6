using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using LiveStatProxy.Configuration;
using LiveStatProxy.Listeners;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>TLS on either side.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Get = "GET / HTTP/1.1\r\nHost: any.example\r\n\r\n";

    private readonly TestCertificates _certificates = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("livestat-tls-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Pem => Path.Combine(_directory.FullName, "proxy.pem");

    private string Key => Path.Combine(_directory.FullName, "proxy.key");

    private string Pfx => Path.Combine(_directory.FullName, "proxy.pfx");

    [Theory]
    [InlineData("pem")]
    [InlineData("pfx")]
    [InlineData("default")]
    public async Task The_listener_shows_the_configured_certificate(string kind)
    {
        using var certificate = _certificates.Sign("first.example");
        Install(certificate);
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, Secured(kind));

        Assert.Equal(certificate.Thumbprint, await ShownByAsync(proxy));
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pfx")]
    public async Task A_renewed_certificate_is_shown_without_a_restart_and_breaks_no_connection(string kind)
    {
        using var first = _certificates.Sign("first.example");
        using var second = _certificates.Sign("second.example");
        Install(first);
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, Secured(kind));
        await using var open = await HandshakeAsync(proxy);

        Install(second);
        await Eventually.TrueAsync(async () => await ShownByAsync(proxy) == second.Thumbprint);

        await open.WriteAsync(System.Text.Encoding.Latin1.GetBytes(Get), Cancelled);
        Assert.Equal("ok", (await new RawReader(open).ReadAsync(Cancelled))!.Content);
    }

    [Fact]
    public async Task A_renewal_that_is_only_half_there_changes_nothing()
    {
        using var first = _certificates.Sign("first.example");
        using var second = _certificates.Sign("second.example");
        Install(first);
        var certificate = new EndpointCertificate(Pem, Key, password: null);
        certificate.Load();

        await File.WriteAllTextAsync(Pem, second.ExportCertificatePem(), Cancelled);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => certificate.RefreshAsync(Cancelled));
        Assert.Equal(first.Thumbprint, certificate.Context.TargetCertificate.Thumbprint);

        Install(second);
        Assert.True(await certificate.RefreshAsync(Cancelled));
        Assert.Equal(second.Thumbprint, certificate.Context.TargetCertificate.Thumbprint);
    }

    [Fact]
    public async Task The_managers_certificate_is_checked_against_its_address_and_our_authority()
    {
        using var certificate = _certificates.Sign("127.0.0.1");
        await using var backend = await KestrelBackend.StartAsync(
            context => context.Response.WriteAsync($"to {context.Request.Host}"), certificate: certificate);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, Trusting());

        Assert.Equal("to any.example", (await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled)).Content);
    }

    [Fact]
    public async Task A_manager_with_another_name_is_not_talked_to()
    {
        using var certificate = _certificates.Sign("any.example");
        await using var backend = await KestrelBackend.StartAsync(context => context.Response.WriteAsync("x"), certificate: certificate);
        await using var proxy = await RunningProxy.StartAsync(backend.Address, Trusting());

        AssertUnreachable(await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled));
    }

    [Fact]
    public async Task A_manager_of_an_unknown_authority_is_not_talked_to()
    {
        using var certificate = _certificates.Sign("127.0.0.1");
        await using var backend = await KestrelBackend.StartAsync(context => context.Response.WriteAsync("x"), certificate: certificate);
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        AssertUnreachable(await RawClient.ExchangeAsync(proxy.Address, Get, Cancelled));
    }

    [Fact]
    public void Files_that_are_no_certificates_stop_the_start()
    {
        File.WriteAllText(Pem, "no certificate");
        File.WriteAllText(Key, "no key");

        var mistake = Assert.Throws<ConfigurationMistakeException>(() => ProxyApplication.Build(
            ConfigurationDirectory.FindDefault(), [.. Secured("pem"), $"--Manager:CertificateAuthority={Pem}"]));

        Assert.Equal(2, mistake.Lines.Count);
        Assert.Contains(mistake.Lines, line => line.StartsWith($"Manager:CertificateAuthority is \"{Pem}\"; allowed: ", StringComparison.Ordinal));
        Assert.Contains(mistake.Lines, line => line.StartsWith($"Kestrel:Endpoints:Proxy:Certificate:Path is \"{Pem}\"; allowed: ", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _directory.Delete(recursive: true);
    }

    private static void AssertUnreachable(RawMessage response)
    {
        Assert.Equal("HTTP/1.1 502 Bad Gateway", response.FirstLine);
        Assert.Contains("\"manager-unreachable\"", response.Content, StringComparison.Ordinal);
    }

    private string[] Secured(string kind)
    {
        const string Url = "--Kestrel:Endpoints:Proxy:Url=https://127.0.0.1:0";
        const string Own = "--Kestrel:Endpoints:Proxy:Certificate";
        const string Default = "--Kestrel:Certificates:Default";
        return kind switch
        {
            "pem" => [Url, $"{Own}:Path={Pem}", $"{Own}:KeyPath={Key}"],
            "pfx" => [Url, $"{Own}:Path={Pfx}", $"{Own}:Password=secret"],
            _ => [Url, $"{Default}:Path={Pem}", $"{Default}:KeyPath={Key}"],
        };
    }

    private string[] Trusting()
    {
        var authority = Path.Combine(_directory.FullName, "ca.pem");
        File.WriteAllText(authority, _certificates.AuthorityPem);
        return [$"--Manager:CertificateAuthority={authority}"];
    }

    private void Install(X509Certificate2 certificate)
    {
        File.WriteAllText(Pem, $"{certificate.ExportCertificatePem()}\n{_certificates.AuthorityPem}\n");
        File.WriteAllText(Key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllBytes(Pfx, certificate.Export(X509ContentType.Pfx, "secret"));
    }

    private async Task<string> ShownByAsync(RunningProxy proxy)
    {
        await using var stream = await HandshakeAsync(proxy);
        return ((X509Certificate2)stream.RemoteCertificate!).Thumbprint;
    }

    private async Task<SslStream> HandshakeAsync(RunningProxy proxy)
    {
        var client = new TcpClient();
        await client.ConnectAsync(proxy.Address.Host, proxy.Address.Port, Cancelled);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(_certificates.TrustingAnyName(), Cancelled);
        return stream;
    }
}
