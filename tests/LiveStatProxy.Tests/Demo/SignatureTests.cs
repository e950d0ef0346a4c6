using System.Globalization;
using System.Net.Http.Headers;
using LiveStatProxy.Signing;

namespace LiveStatProxy.Tests.Demo;

public class SignatureTests(ManagerFixture fixture) : IClassFixture<ManagerFixture>
{
    private const string Secret = "WJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    // The expected values come from Python's own hmac and hashlib:
    //   body = hashlib.sha256(b"").hexdigest()            # of the real body below v4.20181215
    //   text = "\n".join([method, target, date, "host:" + host, "content-type:" + ct, "x-backendai-version:" + version, body])
    //   key = hmac.new(hmac.new(secret, b"20240915", "sha256").digest(), host, "sha256").digest()
    //   hmac.new(key, text, "sha256").hexdigest()
    [Theory]
    [InlineData("v8.20240915", "91b134dd85fafa01892c8949785c008f68f118b0f7e87be7478cf31080d1b399")]
    [InlineData("v4.20181214", "6276c767ed9b802720125d37e48ecf4827cd0ec675c09b5aca1e3f4ef7f0cbe4")]
    public void The_signature_is_that_of_an_independent_computation(string version, string expected)
    {
        const string RawDate = "2024-09-15T23:30:00+09:00";
        var request = new SignedRequest(
            "POST", "/admin/gql?x=%2F", RawDate, DateTimeOffset.Parse(RawDate, CultureInfo.InvariantCulture), "manager.example.com:8081", "application/json", version);

        Assert.Equal(expected, RequestSignature.Compute(request, """{"query": "{ a }"}"""u8, Secret));
    }

    [Fact]
    public void The_old_name_of_the_version_header_signs_under_the_old_name()
    {
        const string RawDate = "Sun, 15 Sep 2024 14:30:00 GMT";
        var request = new SignedRequest(
            "GET", "/", RawDate, DateTimeOffset.Parse(RawDate, CultureInfo.InvariantCulture), "127.0.0.1", "application/octet-stream", "v3.20170615", IsSorna: true);

        Assert.Equal("d5c1e7b3826200930384f09e5cfb97292a731e4bfda885e9d47bf1a77804fb97", RequestSignature.Compute(request, [], Secret));
    }

    [Fact]
    public async Task An_unsigned_request_is_refused() =>
        Assert.Equal(
            """401 {"type": "https://api.backend.ai/probs/auth-failed", "title": "Credential/signature mismatch.", "msg": "Unauthorized access"}""",
            await SendAsync(request => request.Headers.Remove("Authorization")));

    [Theory]
    [InlineData("Host", "other.example.com", "401", "HMAC signature mismatch")]
    [InlineData("X-BackendAI-Version", "v8.20240916", "401", "HMAC signature mismatch")]
    [InlineData("X-Forwarded-URL", "http://other.example.com/admin/gql", "401", "HMAC signature mismatch")]
    [InlineData("Authorization", "BackendAI signMethod=HMAC-SHA256, credential=NOBODY:00", "401", "Access key not found in HMAC")]
    [InlineData("Authorization", "Basic YTpi", "400", "Invalid authorization type name")]
    [InlineData("Authorization", "BackendAI credential=a", "400", "Missing or malformed authorization parameters")]
    [InlineData("Date", "2001-01-01T00:00:00Z", "400", "Date/time sync error")]
    [InlineData("Date", "yesterday", "400", "Date/time sync error")]
    public async Task A_header_that_is_not_as_signed_is_refused_and_a_malformed_one_told_apart(
        string header, string value, string status, string message)
    {
        var answer = await SendAsync(request =>
        {
            request.Headers.Remove(header);
            request.Headers.TryAddWithoutValidation(header, value);
        });

        Assert.StartsWith(status, answer, StringComparison.Ordinal);
        Assert.Contains(message, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_raw_target_is_signed()
    {
        var answer = await SendAsync(request => request.RequestUri = new Uri(request.RequestUri!, "/admin/gql?x=1"));

        Assert.StartsWith("401 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v8.20240915", "200 ")]
    [InlineData("v4.20181215", "200 ")]
    [InlineData("v4.20181214", "401 ")]
    public async Task A_body_may_change_only_from_the_version_on_that_leaves_it_unsigned(string version, string answerStart)
    {
        var answer = await SendAsync(request => request.Content = Json("""{"query": "{ changed: __typename }"}"""), version);

        Assert.StartsWith(answerStart, answer, StringComparison.Ordinal);
    }

    private async Task<string> SendAsync(Action<HttpRequestMessage> changeAfterSigning, string version = "v8.20240915")
    {
        var user = fixture.Demo.World.Superadmin;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Demo.Manager.Address, "/admin/gql"))
        {
            Content = Json("""{"query": "{ __typename }"}"""),
        };
        await new RequestSigner(user.AccessKey, user.SecretKey, TimeProvider.System) { ApiVersion = version }
            .SignAsync(request, TestContext.Current.CancellationToken);
        changeAfterSigning(request);
        using var client = new HttpClient();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    private static StringContent Json(string body) => new(body, new MediaTypeHeaderValue("application/json"));
}
