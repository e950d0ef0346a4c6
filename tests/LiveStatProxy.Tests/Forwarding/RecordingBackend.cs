using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>A manager that records the bytes it receives and answers the bytes it is told.</summary>
public sealed class RecordingBackend : IAsyncDisposable
{
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly TcpListener _listener;
    private readonly Func<RecordedExchange, Task> _answer;
    private readonly bool _readsBodies;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<RecordedExchange> _exchanges = new();
    private readonly ConcurrentDictionary<Socket, bool> _connections = new();
    private readonly Task _accepting;
    private int _accepted;

    private RecordingBackend(TcpListener listener, Func<RecordedExchange, Task> answer, bool readsBodies)
    {
        _listener = listener;
        _answer = answer;
        _readsBodies = readsBodies;
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The requests that came in, in their order.</summary>
    public IReadOnlyList<RawMessage> Requests => [.. _exchanges.Select(exchange => exchange.Request)];

    /// <summary>How many connections were made.</summary>
    public int Accepted => _accepted;

    /// <summary>Answers every request with the same bytes.</summary>
    public static RecordingBackend Answering(string response) => Start(exchange => exchange.SendAsync(response));

    public static RecordingBackend Start(Func<RecordedExchange, Task> answer, int port = 0, bool readsBodies = true)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new RecordingBackend(listener, answer, readsBodies);
    }

    /// <summary>Dies: closes the listener and resets every connection.</summary>
    public void Die()
    {
        _listener.Stop();
        foreach (var socket in _connections.Keys)
        {
            Reset(socket);
        }
    }

    /// <summary>Ends a connection as a killed process does.</summary>
    internal static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            return; // It ended meanwhile.
        }

        socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Die();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                _connections[socket] = true;
                serving.Add(ServeAsync(socket, Interlocked.Increment(ref _accepted)));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        try
        {
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var reader = new RawReader(stream);
            while (await reader.ReadHeadAsync(_stopping.Token) is { } head)
            {
                var exchange = new RecordedExchange(head, connection, socket, stream, reader, _stopping.Token);
                if (_readsBodies && !exchange.ExpectsContinue)
                {
                    await exchange.ReadBodyAsync();
                }

                _exchanges.Enqueue(exchange);
                await _answer(exchange);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The proxy or the test ended the connection: what was recorded so far is what the test looks at.
        }
        finally
        {
            _connections.TryRemove(socket, out _);
        }
    }
}

/// <summary>One request at the <see cref="RecordingBackend"/>, to be answered.</summary>
public sealed class RecordedExchange(
    string head, int connection, Socket socket, NetworkStream stream, RawReader reader, CancellationToken stopping)
{
    public RawMessage Request { get; private set; } = new(head, "");

    /// <summary>Which connection it came in on, counted from 1.</summary>
    public int Connection => connection;

    public CancellationToken Stopping => stopping;

    public NetworkStream Stream => stream;

    public RawReader Reader => reader;

    public bool ExpectsContinue => Request.Values("Expect") is ["100-continue"];

    public async Task ReadBodyAsync() => Request = Request with { Framed = await reader.ReadBodyOfAsync(Request, stopping) };

    public Task SendAsync(string response) => stream.WriteAsync(Encoding.Latin1.GetBytes(response), stopping).AsTask();

    /// <summary>Resets the connection.</summary>
    public void Reset() => RecordingBackend.Reset(socket);

    /// <summary>Closes the connection well.</summary>
    public void Close() => socket.Dispose();

    /// <summary>Waits until the proxy ends the connection.</summary>
    public async Task UntilGoneAsync()
    {
        while (!await reader.IsAtEndAsync(stopping))
        {
            await reader.ReadToEndAsync(stopping);
        }
    }
}
