using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Telemetry;
using Yarp.ReverseProxy.Transforms;

namespace LiveStatProxy.Pipeline;

/// <summary>
/// The gate's response half: keeps the manager's answer to a translated operation back from the client, so that the gate can
/// splice it or ask again. Every other answer streams through.
/// </summary>
public sealed class AnswerCapture(LiveStatOptions options, OutcomeReporter outcomes) : ResponseTransform
{
    // Where the translation may be to blame: a refused or rejected operation, a body that grew over a limit.
    private static readonly int[] RefusalStatuses = [400, 413, 422, 500];

    /// <inheritdoc/>
    public override async ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } response || context.HttpContext.Features.Get<TranslatedExchange>() is not { } exchange)
        {
            return;
        }

        var status = (int)response.StatusCode;
        if (status == StatusCodes.Status200OK && (ContentCoding.IsKnown(response.Content.Headers.ContentEncoding) || exchange.Plan.CanBeSentAgain))
        {
            context.SuppressResponseBody = true;
            await ReadAsync(response.Content, exchange, context.CancellationToken);
        }
        else if (RefusalStatuses.Contains(status) && exchange.Plan.CanBeSentAgain)
        {
            context.SuppressResponseBody = true;
            exchange.Fault = OutcomeReason.ManagerRefused;
        }
        else
        {
            outcomes.Announce(context.HttpContext, new GateOutcome(OutcomeReason.ManagerError));
        }
    }

    private async Task ReadAsync(HttpContent content, TranslatedExchange exchange, CancellationToken cancellationToken)
    {
        if (!ContentCoding.IsKnown(content.Headers.ContentEncoding))
        {
            exchange.Fault = OutcomeReason.AnswerUnusable;
            return;
        }

        // A mutation cannot be asked again, so its answer is read to the end.
        var most = exchange.Plan.CanBeSentAgain ? options.MaxResponseBytes : Array.MaxLength - 1;
        var answer = new PooledBytes((int)Math.Min(content.Headers.ContentLength ?? 32 * 1024, most) + 1);
        exchange.Answer = answer;
        try
        {
            await using var decoded = ContentCoding.Decode(
                await content.ReadAsStreamAsync(cancellationToken), content.Headers.ContentEncoding);
            if (!await answer.TryFillAsync(decoded, most, cancellationToken))
            {
                exchange.Fault = OutcomeReason.AnswerTooLarge;
            }
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or InvalidDataException)
        {
            exchange.Fault = OutcomeReason.AnswerUnusable;
        }
    }
}
