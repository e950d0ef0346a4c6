using System.Net.Http.Headers;
using System.Text;
using LiveStatProxy.Demo;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Tests.Demo;

/// <summary>Asks a world's manager, signed.</summary>
internal static class ManagerClient
{
    private static readonly HttpClient Client = new();

    /// <summary>Posts <paramref name="body"/> as the superadmin, or as <paramref name="user"/>.</summary>
    public static async Task<HttpResponseMessage> PostAsync(
        this DemoWorld demo, string path, byte[] body, User? user = null, string? acceptEncoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(demo.Manager.Address, path)) { Content = content };
        if (acceptEncoding is not null)
        {
            request.Headers.Add("Accept-Encoding", acceptEncoding);
        }

        await demo.SignerOf(user ?? demo.World.Superadmin).SignAsync(request, TestContext.Current.CancellationToken);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks <paramref name="operation"/> and returns the answer's text, whatever the status.</summary>
    public static async Task<string> AskAsync(this DemoWorld demo, string operation, User? user = null)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { query = operation });
        using var response = await demo.PostAsync("/admin/gql", Encoding.UTF8.GetBytes(body), user);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
