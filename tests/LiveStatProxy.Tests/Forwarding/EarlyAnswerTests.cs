namespace LiveStatProxy.Tests.Forwarding;

/// <summary>A manager that answers before it has read the request: it refuses an upload, and leaves.</summary>
public class EarlyAnswerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Content-Length: 40000000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task The_client_gets_the_answer_of_a_manager_that_does_not_want_the_rest(string framing)
    {
        await using var backend = StartRefusing();
        await using var proxy = await RunningProxy.StartAsync(backend.Address);
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync($"PUT /upload HTTP/1.1\r\nHost: m\r\n{framing}\r\n\r\n", Cancelled);
        var uploading = UploadAsync(client, framing.StartsWith("Transfer", StringComparison.Ordinal));
        var response = await client.ReadResponseAsync(Cancelled);

        Assert.Equal(("HTTP/1.1 401 Unauthorized", "no"), (response!.FirstLine, response.Content));
        client.Dispose();
        await uploading;
    }

    [Fact]
    public async Task The_connection_of_such_an_answer_serves_no_other_request()
    {
        await using var backend = StartRefusing();
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        for (var i = 1; i <= 3; i++)
        {
            using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);
            await client.SendAsync("PUT /upload HTTP/1.1\r\nHost: m\r\nContent-Length: 40000000\r\n\r\n", Cancelled);
            var uploading = UploadAsync(client, isChunked: false);
            Assert.Equal("HTTP/1.1 401 Unauthorized", (await client.ReadResponseAsync(Cancelled))!.FirstLine);
            client.Dispose();
            await uploading;
            Assert.Equal(i, backend.Accepted);
        }
    }

    private static async Task UploadAsync(RawClient client, bool isChunked)
    {
        var part = new byte[64 * 1024];
        try
        {
            for (var left = 40_000_000; left > 0; left -= part.Length)
            {
                await client.SendAsync(isChunked ? "10000\r\n" : "", Cancelled);
                await client.Stream.WriteAsync(part.AsMemory(0, Math.Min(left, part.Length)), Cancelled);
                await client.SendAsync(isChunked ? "\r\n" : "", Cancelled);
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            // The client has its answer and left.
        }
    }

    /// <summary>Reads a request's head, answers, and closes with the body unread, which resets the connection.</summary>
    private static RecordingBackend StartRefusing() => RecordingBackend.Start(
        async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno");
            exchange.Close();
        },
        readsBodies: false);
}
