using System.Net.Sockets;
using System.Text;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>A client that sends exactly the bytes it is given.</summary>
public sealed class RawClient : IDisposable
{
    private readonly Socket _socket;

    private RawClient(Socket socket)
    {
        _socket = socket;
        Stream = new NetworkStream(socket, ownsSocket: true);
        Reader = new RawReader(Stream);
    }

    public NetworkStream Stream { get; }

    public RawReader Reader { get; }

    public static async Task<RawClient> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        return new RawClient(socket);
    }

    /// <summary>Sends one request on a connection of its own and reads the response.</summary>
    public static async Task<RawMessage> ExchangeAsync(Uri address, string request, CancellationToken cancellationToken)
    {
        using var client = await ConnectAsync(address, cancellationToken);
        await client.SendAsync(request, cancellationToken);
        return await client.ReadResponseAsync(cancellationToken, hasBody: !request.StartsWith("HEAD ", StringComparison.Ordinal))
            ?? throw new EndOfStreamException("The connection was closed without a response");
    }

    public Task SendAsync(string text, CancellationToken cancellationToken) =>
        Stream.WriteAsync(Encoding.Latin1.GetBytes(text), cancellationToken).AsTask();

    public Task<RawMessage?> ReadResponseAsync(CancellationToken cancellationToken, bool hasBody = true) =>
        Reader.ReadAsync(cancellationToken, hasBody, closeDelimits: true).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    /// <summary>Ends the connection with a reset, as a killed process does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        Dispose();
    }

    public void Dispose() => Stream.Dispose();
}
