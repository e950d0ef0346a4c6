using System.Net.Sockets;
using System.Net.WebSockets;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>SIGTERM to a proxy in a process of its own.</summary>
public class ShutdownTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: m\r\n\r\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_under_way_is_answered_before_the_end()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            asked.SetResult();
            await answer.Task.WaitAsync(exchange.Stopping);
            await exchange.SendAsync(RecordingBackend.Ok);
        });
        await using var proxy = await ProxyProcess.StartAsync(backend.Address, "--Shutdown:Delay=00:00:00");
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);

        await client.SendAsync(Get, Cancelled);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        proxy.Terminate();
        await Eventually.TrueAsync(() => IsRefusedAsync(proxy.Address));
        answer.SetResult();
        var response = await client.ReadResponseAsync(Cancelled);

        Assert.Equal(("HTTP/1.1 200 OK", "ok"), (response!.FirstLine, response.Content));
        Assert.Equal(["close"], response.Values("Connection"));
        Assert.Equal(0, await proxy.EndAsync());
    }

    [Fact]
    public async Task Clients_with_open_connections_are_asked_to_leave_and_lose_no_request()
    {
        await using var backend = RecordingBackend.Answering(RecordingBackend.Ok);
        await using var proxy = await ProxyProcess.StartAsync(backend.Address, "--Shutdown:Delay=00:00:02");
        var clients = Enumerable.Range(0, 20).Select(async _ =>
        {
            using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);
            while (true)
            {
                await client.SendAsync(Get, Cancelled);
                var response = await client.ReadResponseAsync(Cancelled);
                Assert.Equal("HTTP/1.1 200 OK", response?.FirstLine);
                if (response!.Values("Connection") is ["close"])
                {
                    return;
                }
            }
        }).ToArray();

        await Eventually.TrueAsync(() => backend.Requests.Count > 200);
        proxy.Terminate();

        await Task.WhenAll(clients).WaitAsync(TimeSpan.FromSeconds(60), Cancelled);
        Assert.Equal(0, await proxy.EndAsync());
    }

    [Fact]
    public async Task A_WebSocket_goes_on_while_it_drains()
    {
        await using var backend = await KestrelBackend.StartAsync(WebSocketTests.EchoAsync);
        await using var proxy = await ProxyProcess.StartAsync(backend.Address, "--Shutdown:Delay=00:00:00", "--Shutdown:Drain=00:01:00");
        using var socket = await ConnectAsync(proxy);

        proxy.Terminate();
        await Eventually.TrueAsync(() => IsRefusedAsync(proxy.Address));
        await socket.SendAsync("still here"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancelled);
        var echo = await socket.ReceiveAsync(new byte[100].AsMemory(), Cancelled);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);

        Assert.Equal("still here".Length, echo.Count);
        Assert.Equal(0, await proxy.EndAsync());
    }

    [Fact]
    public async Task A_WebSocket_that_does_not_end_is_cut_at_the_limit()
    {
        await using var backend = await KestrelBackend.StartAsync(WebSocketTests.EchoAsync);
        await using var proxy = await ProxyProcess.StartAsync(backend.Address, "--Shutdown:Delay=00:00:00", "--Shutdown:Drain=00:00:01");
        using var socket = await ConnectAsync(proxy);

        proxy.Terminate();

        await Assert.ThrowsAnyAsync<WebSocketException>(async () => await socket.ReceiveAsync(new byte[100].AsMemory(), Cancelled));
        Assert.Equal(0, await proxy.EndAsync());
    }

    private static async Task<ClientWebSocket> ConnectAsync(ProxyProcess proxy)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws" }.Uri, Cancelled);
        return socket;
    }

    private static async Task<bool> IsRefusedAsync(Uri address)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(address, Cancelled);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
