using System.Buffers;
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
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;

    /// <summary>The NaN that says that a series has ended.</summary>
    public static readonly double StalenessMarker = BitConverter.UInt64BitsToDouble(0x7ff0000000000002);

    /// <summary>Sends series; within one series, samples are in the order of time, and no sample may be older than an hour before the newest.</summary>
    /// <exception cref="HttpRequestException">Prometheus refused them; the message says why.</exception>
    public async Task SendAsync(IEnumerable<WrittenSeries> series, CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>();
        var part = new ArrayBufferWriter<byte>();
        foreach (var one in series)
        {
            part.ResetWrittenCount();
            WriteSeries(part, one);
            WriteField(message, 1, part.WrittenSpan);
        }

        using var content = new ReadOnlyMemoryContent(AsSnappyLiterals(message.WrittenSpan));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        content.Headers.ContentEncoding.Add("snappy");
        content.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
        using var response = await http.PostAsync(new Uri(prometheus, "api/v1/write"), content, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(await response.Content.ReadAsStringAsync(cancellationToken), null, response.StatusCode);
        }
    }

    private static void WriteSeries(ArrayBufferWriter<byte> message, WrittenSeries series)
    {
        var label = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in series.Labels.OrderBy(label => label.Name, StringComparer.Ordinal))
        {
            label.ResetWrittenCount();
            WriteField(label, 1, Encoding.UTF8.GetBytes(name));
            WriteField(label, 2, Encoding.UTF8.GetBytes(value));
            WriteField(message, 1, label.WrittenSpan);
        }

        var sample = new ArrayBufferWriter<byte>();
        foreach (var (time, value) in series.Samples)
        {
            sample.ResetWrittenCount();
            WriteTag(sample, 1, Fixed64);
            BinaryPrimitives.WriteDoubleLittleEndian(sample.GetSpan(sizeof(double)), value);
            sample.Advance(sizeof(double));
            WriteTag(sample, 2, Varint);
            WriteVarint(sample, (ulong)time);
            WriteField(message, 2, sample.WrittenSpan);
        }
    }

    private static void WriteField(ArrayBufferWriter<byte> message, int field, ReadOnlySpan<byte> bytes)
    {
        WriteTag(message, field, LengthDelimited);
        WriteVarint(message, (ulong)bytes.Length);
        message.Write(bytes);
    }

    private static void WriteTag(ArrayBufferWriter<byte> message, int field, int type) => WriteVarint(message, (ulong)((field << 3) | type));

    private static void WriteVarint(ArrayBufferWriter<byte> message, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            message.Write([(byte)(number | 0x80)]);
        }

        message.Write([(byte)number]);
    }

    private static ReadOnlyMemory<byte> AsSnappyLiterals(ReadOnlySpan<byte> bytes)
    {
        const int MaxLiteral = 65536;
        const byte LiteralWithTwoLengthBytes = 61 << 2;
        var block = new ArrayBufferWriter<byte>(bytes.Length + 1024);
        WriteVarint(block, (ulong)bytes.Length);
        for (var start = 0; start < bytes.Length; start += MaxLiteral)
        {
            var literal = bytes[start..Math.Min(start + MaxLiteral, bytes.Length)];
            block.Write([LiteralWithTwoLengthBytes, (byte)(literal.Length - 1), (byte)((literal.Length - 1) >> 8)]);
            block.Write(literal);
        }

        return block.WrittenMemory;
    }
}

/// <summary>A series to write.</summary>
/// <param name="Labels">All labels, <c>__name__</c> among them.</param>
/// <param name="Samples">Times in Unix milliseconds, ascending, and values.</param>
public sealed record WrittenSeries(IReadOnlyList<(string Name, string Value)> Labels, IReadOnlyList<(long Time, double Value)> Samples);
