using System.Collections.Frozen;
using System.Text.Json;
using LiveStatProxy.Telemetry;
using Microsoft.AspNetCore.WebUtilities;
using Yarp.ReverseProxy.Forwarder;

namespace LiveStatProxy.Forwarding;

/// <summary>Answers in the manager's stead when it can't: a short problem document (RFC 9457). Counts every failure.</summary>
internal sealed class FailureAnswer(RequestDelegate next, ForwardingMetrics metrics)
{
    private static readonly FrozenDictionary<ForwardingFailure, byte[]> Bodies =
        ForwardingFailures.All.ToFrozenDictionary(entry => entry.Failure, entry => Body(entry.Word));

    /// <summary>Serves a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (ForwardingFailureReader.Read(context.Features.Get<IForwarderErrorFeature>()) is not { } failure)
        {
            return;
        }

        metrics.Count(failure);
        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(context.Response, failure);
        }
    }

    private static async Task AnswerAsync(HttpResponse response, ForwardingFailure failure)
    {
        var body = Bodies[failure];
        response.Clear();
        response.StatusCode = failure.Describe().Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    }

    private static byte[] Body(ForwardingFailureWord word) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "about:blank",
        title = ReasonPhrases.GetReasonPhrase(word.Status),
        status = word.Status,
        detail = word.Sentence,
        reason = word.Word,
    });
}
