using System.Buffers;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Prometheus;

/// <summary>What came of a query.</summary>
/// <param name="Reason"><see cref="OutcomeReason.Translated"/> when every row was read, else why not.</param>
/// <param name="Unlabelled">The value of a row without labels.</param>
public readonly record struct PrometheusAnswer(OutcomeReason Reason, SampleValue Unlabelled = default)
{
    /// <summary>Whether every row was read.</summary>
    public bool IsComplete => Reason == OutcomeReason.Translated;
}

/// <summary>Sends one query to Prometheus and reads its answer as it comes in.</summary>
public sealed class PrometheusClient(HttpClient http, PrometheusOptions options, MetricCatalog catalog)
{
    private const int PieceLength = 64 * 1024;

    /// <summary>The most that a row, or a member that is passed over, may take: it is read again whenever more of it has come in.</summary>
    private const int MaxPartLength = 1024 * 1024;

    private readonly Uri _api = new($"{options.Address.AbsoluteUri.TrimEnd('/')}/api/v1/");

    /// <summary>Asks <paramref name="query"/>; rows of <paramref name="kernels"/> are added to <paramref name="samples"/>.</summary>
    /// <returns>The outcome; failure of Prometheus is a value, not an exception.</returns>
    public async Task<PrometheusAnswer> QueryAsync(
        PrometheusQuery query, IReadOnlyDictionary<Guid, int> kernels, SampleList samples, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_api, query.Endpoint)) { Content = new FormUrlEncodedContent(query.Parameters) };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (!response.IsSuccessStatusCode)
            {
                return new PrometheusAnswer(OutcomeReason.PrometheusError);
            }

            var reader = new SampleReader(kernels, catalog, samples);
            var status = await ReadAsync(response.Content, reader, timeout.Token);
            return new PrometheusAnswer(ReasonOf(status), reader.Unlabelled);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PrometheusAnswer(OutcomeReason.PrometheusTimeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new PrometheusAnswer(OutcomeReason.PrometheusUnreachable);
        }
    }

    private async Task<SampleReaderStatus> ReadAsync(HttpContent content, SampleReader reader, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            var (length, total) = (0, 0L);
            while (true)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                length += read;
                total += read;
                var status = reader.Read(buffer.AsSpan(0, length), read == 0, out var consumed);
                if (status != SampleReaderStatus.NeedsMore)
                {
                    return status;
                }

                length -= consumed;
                buffer.AsSpan(consumed, length).CopyTo(buffer);
                if (total > options.MaxAnswerBytes || length == MaxPartLength)
                {
                    return SampleReaderStatus.Invalid;
                }

                buffer = length == buffer.Length ? Grow(buffer) : buffer;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * buffer.Length);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static OutcomeReason ReasonOf(SampleReaderStatus status) => status switch
    {
        SampleReaderStatus.Complete => OutcomeReason.Translated,
        SampleReaderStatus.Incomplete => OutcomeReason.PrometheusIncomplete,
        _ => OutcomeReason.PrometheusError,
    };
}
