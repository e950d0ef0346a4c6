using System.Buffers.Text;
using System.Text;
using LiveStatProxy.Rollout.Callers;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Rollout;

public class CallerIdentityTests
{
    [Theory]
    [InlineData("BackendAI signMethod=HMAC-SHA256, credential=AKIAIOSFODNN7EXAMPLE:0123", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("Sorna signMethod=HMAC-SHA256, credential=AK:0123", "AK")]
    [InlineData("BackendAI credential=AK:0123,signMethod=HMAC-SHA256", "AK")]
    [InlineData("BackendAI   signMethod=HMAC-SHA256 ,  credential= AK :a:b", "AK")]
    [InlineData("BackendAI signMethod=HMAC-SHA256, credential=:0123", null)]
    [InlineData("BackendAI signMethod=HMAC-SHA256, credential=AK", null)]
    [InlineData("BackendAI", null)]
    [InlineData("Bearer credential=AK:0123", null)]
    [InlineData("", null)]
    public void The_access_key_stands_in_the_credential(string authorization, string? accessKey) =>
        Assert.Equal(accessKey, Of("Authorization", authorization));

    [Theory]
    [InlineData("""{"exp": 1, "access_key": "AK", "role": "user"}""", "AK")]
    [InlineData("""{"nested": {"access_key": "no"}, "access_key": "AK"}""", "AK")]
    [InlineData("""{"access_key": "first", "access_key": "AK"}""", "AK")]
    [InlineData("""{"access_key": null}""", null)]
    [InlineData("""{"access_key": 12}""", null)]
    [InlineData("""{"access_key": "\ud800"}""", null)]
    [InlineData("""{"access_key": "AK" """, "")]
    [InlineData("""["access_key"]""", null)]
    [InlineData("no JSON", null)]
    public void The_access_key_stands_in_the_claims_of_the_token(string claims, string? accessKey) =>
        Assert.Equal(accessKey is "" ? null : accessKey, Of("X-BackendAI-Token", Token(claims)));

    [Theory]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("a.%%.c")]
    [InlineData("a.b.c.d")]
    [InlineData("")]
    public void What_is_no_token_is_nobody(string token) => Assert.Null(Of("X-BackendAI-Token", token));

    [Fact]
    public void The_credential_goes_before_the_token() =>
        Assert.Equal("AK", CallerIdentity.Of(new HeaderDictionary
        {
            ["Authorization"] = "BackendAI signMethod=HMAC-SHA256, credential=AK:0123",
            ["X-BackendAI-Token"] = Token("""{"access_key": "other"}"""),
        })?.AccessKey);

    [Fact]
    public void A_key_of_any_length_is_not_an_identity() =>
        Assert.Null(Of("Authorization", $"BackendAI signMethod=HMAC-SHA256, credential={new string('A', 5_000)}:0"));

    [Fact]
    public void In_logs_a_caller_has_a_stand_in()
    {
        var caller = new CallerIdentity("AKIAIOSFODNN7EXAMPLE");

        Assert.Equal(12, caller.Hash.Length);
        Assert.Equal(caller.Hash, new CallerIdentity("AKIAIOSFODNN7EXAMPLE").Hash);
        Assert.NotEqual(caller.Hash, new CallerIdentity("AKIAIOSFODNN7EXAMPLF").Hash);
    }

    private static string? Of(string header, string value) => CallerIdentity.Of(new HeaderDictionary { [header] = value })?.AccessKey;

    private static string Token(string claims) =>
        $"eyJhbGciOiJIUzI1NiJ9.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.c2ln";
}
