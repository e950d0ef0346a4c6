using System.Buffers;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>Reads the body of an answer piece by piece, up to a limit.</summary>
internal sealed class AnswerBody(SampleReader reader, int maxLength)
{
    private const int PieceLength = 64 * 1024;

    /// <summary>The most that a row, or a member that is passed over, may take: it is read again whenever more of it has come in.</summary>
    private const int MaxPartLength = 1024 * 1024;

    /// <summary>How many bytes came in.</summary>
    public long Length { get; private set; }

    /// <summary>Reads to the end, or to where it is clear that the answer is of no use.</summary>
    public async Task<PrometheusAnswer> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            for (var unread = 0; ;)
            {
                var length = await stream.ReadAsync(buffer.AsMemory(unread), cancellationToken);
                Length += length;
                var available = unread + length;
                var status = reader.Read(buffer.AsSpan(0, available), isFinal: length == 0, out var consumed);
                unread = available - consumed;
                if (status != SampleReaderStatus.NeedsMore)
                {
                    return AnswerOf(status);
                }

                if (Length > maxLength || unread >= MaxPartLength)
                {
                    return new PrometheusAnswer(OutcomeReason.PrometheusError, "an answer beyond Prometheus:MaxAnswerBytes");
                }

                buffer.AsSpan(consumed, unread).CopyTo(buffer);
                buffer = unread == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private PrometheusAnswer AnswerOf(SampleReaderStatus status) => status switch
    {
        SampleReaderStatus.Complete => new PrometheusAnswer(OutcomeReason.Translated, null, reader.Unlabelled),
        SampleReaderStatus.Incomplete => new PrometheusAnswer(OutcomeReason.PrometheusIncomplete, "an answer with warnings"),
        _ => new PrometheusAnswer(OutcomeReason.PrometheusError, "not a complete answer of the Prometheus HTTP API"),
    };

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
