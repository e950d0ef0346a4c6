using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveStatProxy.Telemetry;
using Microsoft.AspNetCore.WebUtilities;
using Yarp.ReverseProxy.Forwarder;

namespace LiveStatProxy.Forwarding;

/// <summary>Answers in the manager's stead when it can't: a short problem document (RFC 9457). Counts every failure.</summary>
internal sealed partial class FailureAnswer(RequestDelegate next, ForwardingMetrics metrics, ILogger<FailureAnswer> logger)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FrozenDictionary<ForwardingFailure, byte[]> Bodies =
        ForwardingFailures.All.ToFrozenDictionary(entry => entry.Failure, entry => Body(entry.Word));

    /// <summary>Serves a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var error = context.Features.Get<IForwarderErrorFeature>();
        if (ForwardingFailureReader.Read(error) is not { } failure || WasAnsweredEarly(context, error!.Error))
        {
            return;
        }

        metrics.Count(failure);
        Log(context, failure, error.Exception);
        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(context.Response, failure);
        }
    }

    // The manager did not want the rest of the body, and said so.
    private static bool WasAnsweredEarly(HttpContext context, ForwarderError error) =>
        error is ForwarderError.RequestBodyClient or ForwarderError.RequestBodyDestination or ForwarderError.RequestBodyCanceled
        && context.Response.HasStarted;

    private void Log(HttpContext context, ForwardingFailure failure, Exception? exception)
    {
        var level = failure is ForwardingFailure.ClientGone or ForwardingFailure.RequestIncomplete or ForwardingFailure.RequestTooSlow ? LogLevel.Debug : LogLevel.Warning;
        var manager = context.GetReverseProxyFeature().ProxiedDestination?.Model.Config.Address;
        var word = failure.Describe();
        LogFailure(logger, level, word.Word, context.Request.Method, context.Request.Path, word.Sentence, manager, new Fault(exception));
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

    private static byte[] Body(ForwardingFailureWord word) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            type = "about:blank",
            title = ReasonPhrases.GetReasonPhrase(word.Status),
            status = word.Status,
            detail = word.Sentence,
            reason = word.Word,
        },
        Readable);

    [LoggerMessage("{Reason}: {Method} {Path}: {Sentence} Manager {Manager}: {Fault}")]
    private static partial void LogFailure(
        ILogger logger, LogLevel level, string reason, string method, PathString path, string sentence, string? manager, Fault fault);

    /// <summary>The innermost message: the outer ones and the stack repeat what the reason says.</summary>
    private readonly record struct Fault(Exception? Exception)
    {
        public override string? ToString() => Exception?.GetBaseException().Message;
    }
}
