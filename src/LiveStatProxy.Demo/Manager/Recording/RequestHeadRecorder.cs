using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace LiveStatProxy.Demo.Manager.Recording;

/// <summary>
/// Keeps what the server has read from a connection, so that a request's head can be told exactly as it came: Kestrel's own
/// header collection has another order and other spellings.
/// </summary>
internal sealed class RequestHeadRecorder : PipeReader
{
    private readonly PipeReader _inner;
    private readonly ArrayBufferWriter<byte> _consumed = new();
    private ReadOnlySequence<byte> _current;

    private RequestHeadRecorder(PipeReader inner) => _inner = inner;

    /// <summary>Connection middleware: puts a recorder in front of the connection's input.</summary>
    public static ConnectionDelegate Use(ConnectionDelegate next) => connection =>
    {
        var transport = connection.Transport;
        var recorder = new RequestHeadRecorder(transport.Input);
        connection.Transport = new Duplex(recorder, transport.Output);
        connection.Features.Set(recorder);
        return next(connection);
    };

    /// <summary>The headers of the request that <paramref name="context"/> is about, as they came.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers(HttpContext context)
    {
        var recorder = context.Features.GetRequiredFeature<RequestHeadRecorder>();
        var read = Encoding.Latin1.GetString(recorder._consumed.WrittenSpan);
        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        var head = read[read.LastIndexOf($"{request.Method} {request.RawTarget} HTTP/", StringComparison.Ordinal)..];
        return [.. head.Split("\r\n").Skip(1).TakeWhile(line => line.Length > 0).Select(Header)];
    }

    /// <summary>Forgets what was read, once a request has been recorded.</summary>
    public static void Forget(HttpContext context) => context.Features.GetRequiredFeature<RequestHeadRecorder>()._consumed.ResetWrittenCount();

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        foreach (var segment in _current.Slice(0, consumed))
        {
            _consumed.Write(segment.Span);
        }

        _current = default;
        _inner.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => _inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => _inner.Complete(exception);

    /// <inheritdoc/>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var result = await _inner.ReadAsync(cancellationToken);
        _current = result.Buffer;
        return result;
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        var hasResult = _inner.TryRead(out result);
        _current = hasResult ? result.Buffer : default;
        return hasResult;
    }

    private static KeyValuePair<string, string> Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return KeyValuePair.Create(line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
