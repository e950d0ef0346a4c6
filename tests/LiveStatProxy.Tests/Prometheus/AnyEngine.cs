using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Prometheus;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>What speaks the Prometheus HTTP API, however it is reached, and whatever it answers.</summary>
public sealed class AnyEngine(RealPrometheus prometheus) : IDisposable
{
    private const string Nothing = """{"status":"success","data":{"resultType":"vector","result":[]}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livestat-engine-");

    [Fact]
    public async Task Is_reached_below_a_base_path()
    {
        await using var front = await AnsweringAsync(Nothing);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = new Uri(front.Address, "prometheus/a%20b") });

        await ours.GetAsync(Guid.NewGuid());

        Assert.Equal(["/prometheus/a%20b/api/v1/query", "/prometheus/a%20b/api/v1/query_range"], front.Seen.Select(query => query.Path).Distinct().Order());
    }

    [Fact]
    public async Task Gets_a_user_name_and_a_password()
    {
        await using var front = await AnsweringAsync(Nothing);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address, Username = "proxy", Password = "pässword:x" });

        await ours.GetAsync(Guid.NewGuid());

        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("proxy:pässword:x"));
        Assert.All(front.Seen, query => Assert.Equal(expected, query.Headers["Authorization"]));
    }

    [Fact]
    public async Task Gets_a_bearer_token_that_is_replaced_now_and_then()
    {
        var file = WriteFile("token", "first\n");
        await using var front = await AnsweringAsync(Nothing);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address, BearerTokenFile = file, Freshness = TimeSpan.Zero });

        await ours.GetAsync(Guid.NewGuid());
        Assert.All(front.Seen, query => Assert.Equal("Bearer first", query.Headers["Authorization"]));

        await File.WriteAllTextAsync(file, "second", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(async () =>
        {
            await ours.GetAsync(Guid.NewGuid());
            return front.Seen[^1].Headers["Authorization"] == "Bearer second";
        });

        File.Delete(file);
        await ours.GetAsync(Guid.NewGuid());
        Assert.Equal("Bearer second", front.Seen[^1].Headers["Authorization"]);
    }

    [Fact]
    public async Task Gets_headers_and_label_matchers()
    {
        await using var front = await AnsweringAsync(Nothing);
        await using var ours = new SourceUnderTest(new PrometheusOptions
        {
            Address = front.Address,
            Headers = new() { ["X-Scope-OrgID"] = "tenant-a" },
            Matchers = ["cluster=\"a\"", "region=~\"eu|us\""],
        });

        await ours.GetAsync(Guid.NewGuid());

        Assert.All(front.Seen, query => Assert.Equal("tenant-a", query.Headers["X-Scope-OrgID"]));
        Assert.All(front.SeenOfKernels, query => Assert.Contains("""cluster="a",region=~"eu|us"}""", query.Expression, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Label_matchers_choose_among_clusters()
    {
        var times = WrittenKernel.Times(TimeSpan.FromMinutes(6));
        var kernel = new WrittenKernel()
            .With("mem", "current", times.Select(time => (time, 1.0)), ("cluster", "a"))
            .With("mem", "current", times.Select(time => (time, 100.0)), ("cluster", "b"));
        await prometheus.WriteAsync(kernel);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = prometheus.Address, Matchers = ["cluster=\"a\""] });

        Assert.Equal("1", (await ours.GetMetricsAsync(kernel.Id)).GetProperty("mem").GetProperty("current").GetString());
    }

    [Fact]
    public async Task VictoriaMetrics_is_told_to_hide_and_cache_nothing_and_is_not_asked_for_an_interval()
    {
        await using var front = await AnsweringAsync(Nothing);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address, Dialect = PrometheusDialect.VictoriaMetrics });

        await ours.GetAsync(Guid.NewGuid());

        Assert.All(front.Seen, query => Assert.Equal(
            ("1ms", "1", "1"), (query.Form["latency_offset"], query.Form["nocache"], query.Form["deny_partial_response"])));
        Assert.Equal(front.SeenOfKernels, front.Seen);
    }

    [Fact]
    public async Task Is_trusted_by_our_own_authority_and_shown_our_certificate()
    {
        using var authority = Certificate("authority", null);
        using var server = Certificate("localhost", authority);
        using var client = Certificate("proxy", authority);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address, server, client);
        front.Answer = context => context.Response.WriteAsync(Nothing);
        var options = new PrometheusOptions
        {
            Address = new Uri($"https://localhost:{front.Address.Port}"),
            Resolution = "1m",
            CertificateAuthority = WriteFile("ca.pem", authority.ExportCertificatePem()),
            ClientCertificate = WriteFile("client.pem", client.ExportCertificatePem()),
            ClientKey = WriteFile("client.key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
        };
        await using (var ours = new SourceUnderTest(options))
        {
            await ours.GetAsync(Guid.NewGuid());
        }

        await using var trustingTheSystemOnly = new SourceUnderTest(options with { CertificateAuthority = null });
        Assert.Equal(OutcomeReason.PrometheusUnreachable, await ReasonAsync(trustingTheSystemOnly));
        await using var withoutCertificate = new SourceUnderTest(options with { ClientCertificate = null, ClientKey = null });
        Assert.Equal(OutcomeReason.PrometheusUnreachable, await ReasonAsync(withoutCertificate));
    }

    [Theory]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["a store is gone"]}""", OutcomeReason.PrometheusIncomplete)]
    [InlineData(200, """{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}""", OutcomeReason.PrometheusIncomplete)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[]},"infos":["not a counter"]}""", OutcomeReason.Translated)]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"too many samples"}""", OutcomeReason.PrometheusError)]
    [InlineData(503, """{"status":"error","errorType":"timeout","error":"query timed out"}""", OutcomeReason.PrometheusError)]
    [InlineData(401, "", OutcomeReason.PrometheusError)]
    [InlineData(302, "", OutcomeReason.PrometheusError)]
    [InlineData(200, "<!doctype html><title>Sign in</title>", OutcomeReason.PrometheusError)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"kernel_id":""", OutcomeReason.PrometheusError)]
    [InlineData(200, """{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}""", OutcomeReason.PrometheusError)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,true]}]}}""", OutcomeReason.PrometheusError)]
    [InlineData(200, "", OutcomeReason.PrometheusError)]
    public async Task May_answer_what_it_likes(int status, string answer, OutcomeReason expected)
    {
        await using var front = await AnsweringAsync(answer, status);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address, Resolution = "1m" });

        Assert.Equal(expected, await ReasonAsync(ours));
    }

    [Theory]
    [InlineData("""{"metric":{"kernel_id":"x"},"value":[1,"1"]},""")]
    [InlineData(" ")]
    [InlineData("0")]
    public async Task May_answer_without_end(string more)
    {
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        front.Answer = async context =>
        {
            await context.Response.WriteAsync("""{"status":"success","data":{"resultType":"vector","result":[""");
            var piece = string.Concat(Enumerable.Repeat(more, 50_000 / more.Length));
            while (true)
            {
                await context.Response.WriteAsync(piece, context.RequestAborted);
            }
        };
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address, Resolution = "1m", Timeout = TimeSpan.FromSeconds(60), MaxAnswerBytes = 4 * 1024 * 1024 });

        Assert.Equal(OutcomeReason.PrometheusError, await ReasonAsync(ours));
    }

    [Fact]
    public async Task Is_not_followed_to_where_it_redirects()
    {
        await using var elsewhere = await AnsweringAsync(Nothing);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        front.Answer = context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.TemporaryRedirect;
            context.Response.Headers.Location = new Uri(elsewhere.Address, "/api/v1/query").ToString();
            return Task.CompletedTask;
        };
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address, Username = "proxy", Password = "secret" });

        Assert.Equal(OutcomeReason.PrometheusError, await ReasonAsync(ours));
        Assert.Empty(elsewhere.Seen);
    }

    [Fact]
    public async Task Gets_nothing_of_the_request_that_happens_to_ask()
    {
        await using var front = await AnsweringAsync(Nothing);
        await using var ours = new SourceUnderTest(new PrometheusOptions { Address = front.Address });
        using var activity = new System.Diagnostics.Activity("a user's request").SetBaggage("user", "secret").Start();

        await ours.GetAsync(Guid.NewGuid());

        Assert.All(front.Seen, query => Assert.Equal(["Content-Length", "Content-Type", "Host"], query.Headers.Keys.Order()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<OutcomeReason> ReasonAsync(SourceUnderTest ours) =>
        (await ours.Source.GetAsync(new[] { Guid.NewGuid() }, TestContext.Current.CancellationToken)).Reason;

    private static X509Certificate2 Certificate(string name, X509Certificate2? authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority is null, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var (from, until) = (TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1));
        if (authority is null)
        {
            return request.CreateSelfSigned(from, until);
        }

        using var signed = request.Create(authority, from.AddMinutes(1), until.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private async Task<PrometheusFront> AnsweringAsync(string answer, int status = 200)
    {
        var front = await PrometheusFront.StartAsync(prometheus.Address);
        front.Answer = context =>
        {
            var isInterval = context.Request.Form["query"] == "count_over_time(vector(1)[1d:])";
            context.Response.StatusCode = isInterval ? 200 : status;
            return context.Response.WriteAsync(
                isInterval ? """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1700000000,"1440"]}]}}""" : answer);
        };
        return front;
    }

    private string WriteFile(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
