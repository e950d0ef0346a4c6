using System.Globalization;
using System.Text;

namespace LiveStatProxy.Tests.Forwarding;

/// <summary>A message as it stood on the wire, read as Latin-1: one character is one byte.</summary>
/// <param name="Head">From the first line up to and with the empty line.</param>
/// <param name="Framed">What followed, with the framing of chunks and with trailers.</param>
public sealed record RawMessage(string Head, string Framed)
{
    public string FirstLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    /// <summary>The field lines in their order, without the first line.</summary>
    public IReadOnlyList<string> Fields => [.. Head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)];

    /// <summary>The values of one field, a line each, in their order.</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. Fields.Where(field => field.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase)).Select(field => field[(name.Length + 1)..].Trim())];

    public bool IsChunked => Values("Transfer-Encoding").Any(value => value.Equals("chunked", StringComparison.OrdinalIgnoreCase));

    public long? ContentLength => Values("Content-Length") is [var length] ? long.Parse(length, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the status says that no content follows, whatever the fields say.</summary>
    public bool IsWithoutContent => FirstLine.Split(' ') is ["HTTP/1.1", "204" or "304", ..];

    /// <summary>The content: without chunk framing and trailers.</summary>
    public string Content => IsChunked && Framed.Length > 0 ? Unchunk().Content : Framed;

    /// <summary>The trailer section's field lines.</summary>
    public IReadOnlyList<string> Trailers => IsChunked && Framed.Length > 0 ? Unchunk().Trailers : [];

    private (string Content, IReadOnlyList<string> Trailers) Unchunk()
    {
        var content = new StringBuilder();
        var position = 0;
        while (true)
        {
            var endOfSize = Framed.IndexOf("\r\n", position, StringComparison.Ordinal);
            var size = int.Parse(Framed[position..endOfSize].Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            position = endOfSize + 2;
            if (size == 0)
            {
                return (content.ToString(), Framed[position..].Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
            }

            content.Append(Framed, position, size);
            position += size + 2;
        }
    }
}

/// <summary>Reads messages off a socket byte by byte, so that nothing is interpreted away.</summary>
public sealed class RawReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads one message; null when the other side closed instead of sending one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="hasBody">Whether a body may follow: not after HEAD, nor with 204 and 304.</param>
    /// <param name="closeDelimits">Whether a body without any length ends with the connection, as a response's does.</param>
    public async Task<RawMessage?> ReadAsync(CancellationToken cancellationToken, bool hasBody = true, bool closeDelimits = false)
    {
        if (await ReadHeadAsync(cancellationToken) is not { } head)
        {
            return null;
        }

        var message = new RawMessage(head, "");
        return hasBody && !message.IsWithoutContent ? message with { Framed = await ReadBodyOfAsync(message, cancellationToken, closeDelimits) } : message;
    }

    /// <summary>Reads what follows the head of <paramref name="message"/>, framing and trailers included.</summary>
    public async Task<string> ReadBodyOfAsync(RawMessage message, CancellationToken cancellationToken, bool closeDelimits = false) =>
        message.IsChunked ? await ReadChunksAsync(cancellationToken)
        : message.ContentLength is { } length ? await ReadExactlyAsync(length, cancellationToken)
        : closeDelimits ? await ReadToEndAsync(cancellationToken)
        : "";

    /// <summary>Reads up to and with the empty line behind the fields; null when the other side closed first.</summary>
    public async Task<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await ReadLineAsync(cancellationToken) is not { } line)
            {
                return null;
            }

            head.Append(line);
        }

        return head.ToString();
    }

    /// <summary>Reads until what was read contains <paramref name="text"/>, and returns all of it.</summary>
    public async Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken)
    {
        var read = new StringBuilder();
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            Assert.True(_start < _end || await FillAsync(cancellationToken), $"The connection ended before \"{text}\" came; what came: {read}");
            read.Append((char)_buffer[_start++]);
        }

        return read.ToString();
    }

    /// <summary>Reads until the other side closes.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var read = new StringBuilder();
        do
        {
            read.Append(Encoding.Latin1.GetString(_buffer, _start, _end - _start));
            _start = _end;
        }
        while (await FillAsync(cancellationToken));
        return read.ToString();
    }

    /// <summary>Whether the other side ends the connection next, well or by a reset.</summary>
    public async Task<bool> IsAtEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _start == _end && !await FillAsync(cancellationToken);
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<string> ReadChunksAsync(CancellationToken cancellationToken)
    {
        var chunks = new StringBuilder();
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
            chunks.Append(line);
            var size = int.Parse(line.Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                break;
            }

            chunks.Append(await ReadExactlyAsync(size + 2, cancellationToken));
        }

        string trailer;
        do
        {
            trailer = await ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
            chunks.Append(trailer);
        }
        while (trailer != "\r\n");
        return chunks.ToString();
    }

    private async Task<string> ReadExactlyAsync(long length, CancellationToken cancellationToken)
    {
        var read = new StringBuilder();
        while (read.Length < length)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new EndOfStreamException($"{read.Length} of {length} bytes came");
            }

            var take = (int)Math.Min(_end - _start, length - read.Length);
            read.Append(Encoding.Latin1.GetString(_buffer, _start, take));
            _start += take;
        }

        return read.ToString();
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (line.Length < 2 || line[^1] != '\n')
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return line.Length == 0 ? null : throw new EndOfStreamException($"The connection ended within \"{line}\"");
            }

            line.Append((char)_buffer[_start++]);
        }

        return line.ToString();
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
