using System.Text;

namespace LiveStatProxy.Forwarding;

/// <summary>What HttpClient can't write of a request to an HTTP/1.1 manager, put into its bytes on their way to the connection.</summary>
/// <remarks>
/// A request's writes happen in the flow of the call that sends it, so the edit finds its bytes by an <see cref="AsyncLocal{T}"/>. With
/// HTTP/2 the connection writes in a flow of its own, and nothing is edited.
/// </remarks>
internal sealed class WireEdit : IDisposable
{
    private static readonly AsyncLocal<WireEdit?> Current = new();

    private readonly CancellationTokenSource _refused = new();
    private byte[]? _trailers;

    /// <summary>An edit that changes nothing yet.</summary>
    public WireEdit() => Refused = _refused.Token;

    /// <summary>Whether the request line's target becomes <c>*</c>, which no <see cref="Uri"/> can express.</summary>
    public required bool HasAsterisk { get; init; }

    /// <summary>
    /// Set when the manager has ended the connection within the request. What is still written is dropped, so that HttpClient comes to
    /// read the answer that the manager may have sent before: why it does not want the rest.
    /// </summary>
    public CancellationToken Refused { get; }

    /// <summary>Looks at each write to <paramref name="connection"/>. For <see cref="SocketsHttpHandler.PlaintextStreamFilter"/>.</summary>
    public static ValueTask<Stream> FilterAsync(SocketsHttpPlaintextStreamFilterContext connection, CancellationToken cancellationToken) =>
        new(new Connection(connection.PlaintextStream));

    /// <summary>Edits what the caller's flow sends from now on.</summary>
    public void Begin() => Current.Value = this;

    /// <summary>Puts trailers behind the content, whose last chunk is written next. HttpClient has trailers for responses only.</summary>
    public void EndWith(IHeaderDictionary trailers)
    {
        var section = new StringBuilder("0\r\n");
        foreach (var field in trailers)
        {
            foreach (var value in field.Value)
            {
                section.Append(field.Key).Append(": ").Append(value).Append("\r\n");
            }
        }

        _trailers = Encoding.Latin1.GetBytes(section.Append("\r\n").ToString());
    }

    /// <inheritdoc/>
    public void Dispose() => _refused.Dispose();

    private ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> bytes)
    {
        if (HasAsterisk && bytes.Span.StartsWith("OPTIONS /* "u8))
        {
            return (byte[])[.. "OPTIONS * "u8, .. bytes.Span["OPTIONS /* ".Length..]];
        }

        return _trailers is not null && bytes.Span.SequenceEqual("0\r\n\r\n"u8) ? _trailers : bytes;
    }

    private sealed class Connection(Stream stream) : DelegatingStream(stream)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            Current.Value is { } edit ? WriteAsync(edit, buffer, cancellationToken) : base.WriteAsync(buffer, cancellationToken);

        private async ValueTask WriteAsync(WireEdit edit, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
        {
            if (edit.Refused.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await base.WriteAsync(edit.Apply(buffer), cancellationToken);
            }
            catch (IOException)
            {
                // Not lost: when there is no answer, reading it fails as well, and that is reported.
                await edit._refused.CancelAsync();
            }
        }
    }
}
