using System.Net.Http.Headers;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Splicing;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Pipeline;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Commands.Diff;

/// <summary>
/// Asks the manager for its own statistics and the kernels' ids in one answer (as shadow mode does), then Prometheus for the same kernels, so that both sides
/// are of the same moment.
/// </summary>
internal sealed class OperationDiff(
    LiveStatComparer comparer, OperationPlanning planning, ILiveStatSource source, IServiceProvider services, TimeProvider time)
{
    /// <summary>Runs the operation and compares.</summary>
    /// <exception cref="InvalidDataException">There is nothing to compare; the message says why.</exception>
    public async Task<DiffReport> RunAsync(OperationFile file, Uri? manager, string path, CancellationToken cancellationToken)
    {
        var planned = planning.Plan(file.Body);
        if (planned.Plan.WithCompanions is not { } translation)
        {
            var word = planned.Plan.Refusal!.Value.Describe();
            throw new InvalidDataException($"The operation can't be translated ({word.Word}): {word.Sentence}");
        }

        if (planned.Plan.OperationType != Core.Documents.OperationType.Query)
        {
            throw new InvalidDataException("The operation is not a query: running it would change something.");
        }

        var query = planned.Request.Query;
        byte[] body = [.. file.Body.AsSpan(..query.Start.Value), .. translation.Query.Span, .. file.Body.AsSpan(query.End.Value..)];
        var answer = await AskManagerAsync(manager, path, body, cancellationToken);
        var scan = new ScannedResponse();
        ResponseScanner.Scan(answer, path.EndsWith("/graphql", StringComparison.Ordinal) ? AnswerForm.BareData : AnswerForm.Response, translation, scan);
        if (scan.Verdict != ScanVerdict.Usable)
        {
            throw new InvalidDataException($"The manager's answer has no statistics to compare: {Excerpt(answer)}");
        }

        var batch = await source.GetAsync(scan.KernelIds, cancellationToken);
        return batch.Renderings is { } renderings
            ? Compare(answer, scan, renderings)
            : throw new InvalidDataException($"Prometheus gave no statistics ({batch.Reason.Describe().Word}).");
    }

    private DiffReport Compare(byte[] answer, ScannedResponse scan, IReadOnlyList<LiveStatRendering> renderings)
    {
        var ids = scan.KernelIds.ToArray();
        var slots = scan.Edits
            .Where(edit => edit is { Kind: SpliceKind.Slot, Statistic: StatisticField.LiveStat, Value: >= 0 })
            .DistinctBy(edit => edit.Value);
        var context = new ComparisonContext(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return new DiffReport([.. slots.Select(slot => new KernelDiff(
            ids[slot.Value],
            [
                .. comparer.Compare(
                    KernelPayload.Parse(answer.AsSpan(slot.Position, slot.Length)), KernelPayload.Parse(renderings[slot.Value].LiveStat.Span), context)
                    .Select(DiffRow.Of),
            ]))]);
    }

    private async Task<byte[]> AskManagerAsync(Uri? manager, string path, byte[] body, CancellationToken cancellationToken)
    {
        var configured = ManagerDestination.In(services)[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(manager ?? configured.Address, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var signer = Keypair.Signer(time)
            ?? throw new InvalidDataException($"There is no keypair to sign with; set {Keypair.AccessKeyVariable} and {Keypair.SecretKeyVariable}.");
        await signer.SignAsync(request, cancellationToken);
        using var response = await SendAsync(configured.Client, request, cancellationToken);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? answer
            : throw new InvalidDataException($"The manager answered {(int)response.StatusCode}: {Excerpt(answer)}");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidDataException($"The manager gave no answer: {fault.Message}", fault);
        }
    }

    private static string Excerpt(byte[] answer)
    {
        const int Most = 300;
        var text = System.Text.Encoding.UTF8.GetString(answer, 0, Math.Min(answer.Length, Most));
        return answer.Length <= Most ? text : $"{text}…";
    }
}
