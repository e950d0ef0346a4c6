using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LiveStatProxy.Tests.Prometheus;

public class PrometheusOptionsTests
{
    [Theory]
    [InlineData("Address", "localhost:9090")]
    [InlineData("Address", "http://prometheus/?tenant=a")]
    [InlineData("Dialect", "Influx")]
    [InlineData("Window", "5 minutes")]
    [InlineData("Window", "00:05:00")]
    [InlineData("StatsWindow", "0s")]
    [InlineData("Resolution", "2d")]
    [InlineData("Timeout", "0")]
    [InlineData("Freshness", "-00:00:01")]
    [InlineData("MaxKernelsPerQuery", "1000")]
    [InlineData("Matchers:0", "cluster=a")]
    [InlineData("Matchers:0", "cluster=\"a\"}) or vector(1")]
    [InlineData("Windows", "5m")]
    public void A_wrong_value_is_named_with_its_key(string key, string value)
    {
        var line = Assert.Single(MistakesOf((key, value)));

        Assert.StartsWith($"Prometheus:{key.Split(':')[0]}", line, StringComparison.Ordinal);
        Assert.Contains("allowed:", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cluster=\"a\"")]
    [InlineData("region=~\"eu|us\"")]
    [InlineData("name!~\"a\\\\.b \\\"c\\\"\"")]
    public void Label_matchers_are_taken_as_PromQL_has_them(string matcher) => Assert.Empty(MistakesOf(("Matchers:0", matcher)));

    [Fact]
    public void Values_that_do_not_go_together_are_named()
    {
        Assert.Contains("Username and Password together", Assert.Single(MistakesOf(("Username", "proxy"))), StringComparison.Ordinal);
        Assert.Contains("BearerTokenFile", Assert.Single(MistakesOf(("Username", "proxy"), ("Password", "x"), ("BearerTokenFile", "token"))), StringComparison.Ordinal);
        Assert.Contains("ClientCertificate", Assert.Single(MistakesOf(("Address", "https://p"), ("ClientKey", "key.pem"))), StringComparison.Ordinal);
        Assert.Contains("https://", Assert.Single(MistakesOf(("CertificateAuthority", "ca.pem"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pasword")]
    [InlineData("Password:Value")]
    [InlineData("Header:Authorization")]
    public void A_secret_is_never_shown_even_under_a_wrong_key(string key) =>
        Assert.DoesNotContain("hunter2", string.Join('\n', MistakesOf((key, "hunter2"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("http://proxy:hunter2@prometheus")]
    [InlineData("ftp://proxy:hunter2@prometheus")]
    [InlineData("http://proxy:hunter2@prom etheus")]
    public void Credentials_in_the_address_are_refused_and_not_shown(string address) =>
        Assert.DoesNotContain("hunter2", Assert.Single(MistakesOf(("Address", address))), StringComparison.Ordinal);

    [Fact]
    public void Files_that_cannot_be_used_are_named_all_at_once()
    {
        var folder = Directory.CreateTempSubdirectory("livestat-options-");
        File.WriteAllText(Path.Combine(folder.FullName, "ca.pem"), "no certificate");
        var options = new PrometheusOptions
        {
            Address = new Uri("https://prometheus"),
            ClientCertificate = "client.pem",
            CertificateAuthority = "ca.pem",
            BearerTokenFile = "token",
        };
        var mistakes = new ConfigurationMistakes();

        new ServiceCollection().AddLiveStatSource(options, LiveStatPayload.Full, folder.FullName, mistakes);
        folder.Delete(recursive: true);

        Assert.Equal(
            ["Prometheus:ClientCertificate", "Prometheus:CertificateAuthority", "Prometheus:BearerTokenFile"],
            mistakes.Lines.Select(line => line.Split(' ')[0]));
    }

    private static IReadOnlyList<string> MistakesOf(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Prometheus:{setting.Key}", (string?)setting.Value)))
            .Build();
        var mistakes = new ConfigurationMistakes();
        OptionsReader.Read<PrometheusOptions>(configuration, PrometheusOptions.Section, mistakes);
        return mistakes.Lines;
    }
}
