using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Terminals and app streams.</summary>
public class WebSocketTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static readonly string[] Subprotocols = ["binary", "base64"];

    public static TheoryData<string> ClientVersions => ["1.1", "2.0"];

    [Theory]
    [InlineData("1.1", "1.1")]
    [InlineData("1.1", "2.0")]
    [InlineData("2.0", "1.1")]
    [InlineData("2.0", "2.0")]
    public async Task Messages_pass_both_ways_whatever_their_size(string version, string managerVersion)
    {
        await using var backend = await KestrelBackend.StartAsync(EchoAsync, managerVersion == "2.0" ? HttpProtocols.Http2 : HttpProtocols.Http1);
        await using var proxy = await StartAsync(
            backend.Address,
            version,
            $"--ReverseProxy:Clusters:manager:HttpRequest:Version={managerVersion}",
            "--ReverseProxy:Clusters:manager:HttpRequest:VersionPolicy=RequestVersionExact");
        using var socket = await ConnectAsync(proxy, version);

        Assert.Equal("base64", socket.SubProtocol);
        foreach (var size in (int[])[0, 1, 125, 126, 65_536, 1024 * 1024])
        {
            var binary = RandomNumberGenerator.GetBytes(size);
            Assert.Equal((WebSocketMessageType.Binary, Convert.ToBase64String(binary)), await ExchangeAsync(binary, WebSocketMessageType.Binary));
            var text = Encoding.UTF8.GetBytes(new string('\u20ac', size / 3));
            Assert.Equal((WebSocketMessageType.Text, Convert.ToBase64String(text)), await ExchangeAsync(text, WebSocketMessageType.Text));
        }

        // The echo begins before a long message has been sent; whoever does not read then, waits for buffers that nobody empties.
        async Task<(WebSocketMessageType Type, string Base64)> ExchangeAsync(byte[] message, WebSocketMessageType type)
        {
            var echo = ReceiveAsync(socket);
            await socket.SendAsync(message, type, endOfMessage: true, Cancelled);
            return await echo;
        }
    }

    [Theory]
    [MemberData(nameof(ClientVersions))]
    public async Task The_clients_close_code_reaches_the_manager(string version)
    {
        var closed = new TaskCompletionSource<(WebSocketCloseStatus?, string?)>();
        await using var backend = await KestrelBackend.StartAsync(context => ServeAsync(context, async socket =>
        {
            await ReceiveAsync(socket);
            closed.SetResult((socket.CloseStatus, socket.CloseStatusDescription));
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancelled);
        }));
        await using var proxy = await StartAsync(backend.Address, version);
        using var socket = await ConnectAsync(proxy, version);

        await socket.CloseAsync((WebSocketCloseStatus)4001, "session over", Cancelled);

        Assert.Equal(((WebSocketCloseStatus)4001, "session over"), await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "bye"), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Theory]
    [MemberData(nameof(ClientVersions))]
    public async Task The_managers_close_code_reaches_the_client(string version)
    {
        await using var backend = await KestrelBackend.StartAsync(context => ServeAsync(context, async socket =>
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "kernel gone", Cancelled);
            await ReceiveAsync(socket);
        }));
        await using var proxy = await StartAsync(backend.Address, version);
        using var socket = await ConnectAsync(proxy, version);

        await ReceiveAsync(socket);

        Assert.Equal((WebSocketCloseStatus.PolicyViolation, "kernel gone"), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Theory]
    [MemberData(nameof(ClientVersions))]
    public async Task A_manager_that_breaks_off_breaks_the_client_off(string version)
    {
        await using var backend = await KestrelBackend.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync("base64");
            await ReceiveAsync(socket);
            context.Abort();
        });
        await using var proxy = await StartAsync(backend.Address, version);
        using var socket = await ConnectAsync(proxy, version);

        await socket.SendAsync("go"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancelled);

        await Assert.ThrowsAnyAsync<WebSocketException>(() => ReceiveAsync(socket));
    }

    [Theory]
    [MemberData(nameof(ClientVersions))]
    public async Task A_client_that_breaks_off_breaks_the_manager_off(string version)
    {
        var ended = new TaskCompletionSource();
        await using var backend = await KestrelBackend.StartAsync(context => ServeAsync(context, async socket =>
        {
            await Assert.ThrowsAnyAsync<Exception>(async () => await ReceiveAsync(socket));
            ended.SetResult();
        }));
        await using var proxy = await StartAsync(backend.Address, version);
        using var socket = await ConnectAsync(proxy, version);

        socket.Abort();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
    }

    [Fact]
    public async Task A_refused_upgrade_is_the_managers_answer()
    {
        await using var backend = RecordingBackend.Answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        await using var proxy = await RunningProxy.StartAsync(backend.Address);

        var response = await RawClient.ExchangeAsync(proxy.Address, Upgrade(""), Cancelled);

        Assert.Equal(("HTTP/1.1 403 Forbidden", "no"), (response.FirstLine, response.Content));
    }

    [Fact]
    public async Task Handshake_and_frames_pass_byte_for_byte()
    {
        const string Accepted = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Extensions: permessage-deflate\r\nX-Kernel: k\r\n\r\n";
        const string Ping = "\u0089\u0084\u0001\u0002\u0003\u0004\u0071\u006b\u006d\u0063";
        const string Pong = "\u008a\u0004ping";
        const string Reserved = "\u00c1\u0003\u00ff\u0000\u007f";
        await using var backend = RecordingBackend.Start(async exchange =>
        {
            await exchange.SendAsync(Accepted + Reserved);
            await exchange.Reader.ReadUntilAsync(Ping, exchange.Stopping);
            await exchange.SendAsync(Pong);
            exchange.Close();
        });
        await using var proxy = await RunningProxy.StartAsync(backend.Address, "--Manager:ForwardedHeaders=Off");
        using var client = await RawClient.ConnectAsync(proxy.Address, Cancelled);
        var upgrade = Upgrade("Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");

        await client.SendAsync(upgrade + Ping, Cancelled);
        var head = await client.Reader.ReadHeadAsync(Cancelled);

        Assert.Equal(Reserved + Pong, await client.Reader.ReadToEndAsync(Cancelled));
        Assert.Equal(new RawMessage(Accepted, "").Fields.Order(), new RawMessage(head!, "").Fields.Where(line => !line.StartsWith("Date", StringComparison.Ordinal)).Order());
        Assert.Equal(new RawMessage(upgrade, "").Comparable(), backend.Requests.Single().Comparable());
    }

    /// <summary>Accepts a WebSocket and echoes its messages.</summary>
    internal static Task EchoAsync(HttpContext context) => ServeAsync(context, EchoAsync);

    private static string Upgrade(string fields) =>
        "GET /stream/kernel?a=%20 HTTP/1.1\r\nHost: m\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://o\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{fields}\r\n";

    private static Task<RunningProxy> StartAsync(Uri manager, string version, params string[] overrides) =>
        RunningProxy.StartAsync(manager, [$"--Kestrel:Endpoints:Proxy:Protocols={(version == "2.0" ? "Http2" : "Http1")}", .. overrides]);

    private static async Task<ClientWebSocket> ConnectAsync(RunningProxy proxy, string version)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        Array.ForEach(Subprotocols, socket.Options.AddSubProtocol);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await socket.ConnectAsync(new UriBuilder(proxy.Address) { Scheme = "ws", Path = "/stream" }.Uri, version == "2.0" ? invoker : null, Cancelled);
        return socket;
    }

    private static async Task ServeAsync(HttpContext context, Func<WebSocket, Task> serve)
    {
        var offered = context.WebSockets.WebSocketRequestedProtocols.LastOrDefault();
        using var socket = await context.WebSockets.AcceptWebSocketAsync(offered);
        await serve(socket);
    }

    private static async Task EchoAsync(WebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), Cancelled) is { MessageType: not WebSocketMessageType.Close } part)
        {
            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, Cancelled);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancelled);
    }

    private static async Task<(WebSocketMessageType Type, string Base64)> ReceiveAsync(WebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), Cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage || part.MessageType == WebSocketMessageType.Close)
            {
                return (part.MessageType, Convert.ToBase64String(message.ToArray()));
            }
        }
    }
}
