using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;

namespace LiveStatProxy.Demo.Monitoring;

/// <summary>Writes samples into a Prometheus by its remote-write protocol: any value at any time, staleness markers among them.</summary>
/// <remarks>
/// The protocol is https://prometheus.io/docs/concepts/remote_write_spec/: a protobuf <c>WriteRequest</c> in Snappy's block format, which may
/// consist of literals alone.
/// </remarks>
public sealed class RemoteWrite(HttpClient http, Uri prometheus)
{
    /// <summary>The NaN that says that a series has ended.</summary>
    public static readonly double StalenessMarker = BitConverter.UInt64BitsToDouble(0x7ff0000000000002);

    /// <summary>Sends series; within one series, samples are in the order of time, and no sample may be older than an hour before the newest.</summary>
    /// <exception cref="HttpRequestException">Prometheus refused them; the message says why.</exception>
    public async Task SendAsync(IEnumerable<WrittenSeries> series, CancellationToken cancellationToken)
    {
        var message = new MemoryStream();
        foreach (var one in series)
        {
            WriteBytes(message, 1, Encode(one));
        }

        using var content = new ByteArrayContent(AsSnappyLiterals(message.ToArray()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        content.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
        using var response = await http.PostAsync(new Uri(prometheus, "api/v1/write"), content, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(answer, null, response.StatusCode);
        }
    }

    private static byte[] Encode(WrittenSeries series)
    {
        var message = new MemoryStream();
        foreach (var (name, value) in series.Labels.OrderBy(label => label.Name, StringComparer.Ordinal))
        {
            var label = new MemoryStream();
            WriteBytes(label, 1, Encoding.UTF8.GetBytes(name));
            WriteBytes(label, 2, Encoding.UTF8.GetBytes(value));
            WriteBytes(message, 1, label.ToArray());
        }

        Span<byte> number = stackalloc byte[9];
        number[0] = (1 << 3) | 1;
        foreach (var (time, value) in series.Samples)
        {
            var sample = new MemoryStream();
            BinaryPrimitives.WriteDoubleLittleEndian(number[1..], value);
            sample.Write(number);
            WriteVarint(sample, 2 << 3);
            WriteVarint(sample, (ulong)time);
            WriteBytes(message, 2, sample.ToArray());
        }

        return message.ToArray();
    }

    private static void WriteBytes(MemoryStream message, int field, byte[] bytes)
    {
        WriteVarint(message, (ulong)((field << 3) | 2));
        WriteVarint(message, (ulong)bytes.Length);
        message.Write(bytes);
    }

    private static void WriteVarint(MemoryStream message, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            message.WriteByte((byte)(number | 0x80));
        }

        message.WriteByte((byte)number);
    }

    private static byte[] AsSnappyLiterals(byte[] bytes)
    {
        const int MaxLiteral = 65536;
        const byte LiteralWithTwoLengthBytes = 61 << 2;
        var block = new MemoryStream();
        WriteVarint(block, (ulong)bytes.Length);
        foreach (var literal in bytes.Chunk(MaxLiteral))
        {
            block.WriteByte(LiteralWithTwoLengthBytes);
            block.WriteByte((byte)(literal.Length - 1));
            block.WriteByte((byte)((literal.Length - 1) >> 8));
            block.Write(literal);
        }

        return block.ToArray();
    }
}

/// <summary>A series to write.</summary>
/// <param name="Labels">All labels, <c>__name__</c> among them.</param>
/// <param name="Samples">Times in Unix milliseconds, ascending, and values.</param>
public sealed record WrittenSeries(IReadOnlyList<(string Name, string Value)> Labels, IReadOnlyList<(long Time, double Value)> Samples);
