using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Splicing;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Shadow.Intake;
using LiveStatProxy.Telemetry;
using Microsoft.Extensions.ObjectPool;

namespace LiveStatProxy.Pipeline;

/// <summary>
/// A request's way through the proxy. What is no POST to a GraphQL path goes on at once; for the others:
/// <list type="number">
/// <item>read the body,</item>
/// <item>plan the translation,</item>
/// <item>decide by the flag and by Prometheus' state,</item>
/// <item>send the translated operation to the manager,</item>
/// <item>scan its answer for kernels,</item>
/// <item>fetch their statistics,</item>
/// <item>splice them into the response.</item>
/// </list>
/// In variant Shadow it ends after step 5: the user gets the manager's own values, and a copy is set aside to be compared.
/// Wherever this comes to an end, the original operation is sent and the manager's answer to it passed on.
/// </summary>
public sealed partial class GraphQLGate(
    RequestDelegate next,
    LiveStatOptions options,
    OperationPlanning planning,
    RolloutDecider rollout,
    ILiveStatSource source,
    ObjectPool<ScannedResponse> scans,
    ShadowIntake shadow,
    OutcomeReporter outcomes,
    ILogger<GraphQLGate> logger,
    TimeProvider time)
{
    /// <summary>Serves a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!options.GraphQLPaths.Contains(context.Request.Path.Value))
        {
            return next(context);
        }

        ModeOverride.Take(context);
        return HttpMethods.IsPost(context.Request.Method) ? ServeOperationAsync(context) : next(context);
    }

    private async Task ServeOperationAsync(HttpContext context)
    {
        if (OperationRequest.RefusalOf(context.Request, options.MaxOperationBytes) is { } refusal)
        {
            await ForwardAsync(context, new GateOutcome(refusal));
            return;
        }

        // 1
        using var body = new RewindableBody(context.Request, options.MaxOperationBytes);
        if (!await body.TryReadAsync(context.RequestAborted))
        {
            body.SendOriginal(isComplete: false);
            await ForwardAsync(context, new GateOutcome(OutcomeReason.BodyTooLarge));
            return;
        }

        // 2
        var operation = PlanOrLeave(body);

        // 3
        var decision = await DecideAsync(context, operation.Plan);
        if (decision.Refusal is { } reason)
        {
            body.SendOriginal(isComplete: true);
            await ForwardAsync(context, new GateOutcome(reason) { OperationName = operation.Plan.OperationName });
            return;
        }

        await TranslateAsync(context, body, operation, decision);
    }

    private PlannedOperation PlanOrLeave(RewindableBody body)
    {
        try
        {
            return planning.Plan(body.Bytes);
        }
        catch (Exception fault)
        {
            LogFault(logger, fault, operationName: null);
            return new PlannedOperation(default, TranslationPlan.Refuse(OutcomeReason.ProxyFault));
        }
    }

    /// <summary>The variant for an operation that can be translated and a Prometheus that may answer; else the manager's values.</summary>
    private async ValueTask<RolloutDecision> DecideAsync(HttpContext context, TranslationPlan plan)
    {
        if (plan.Refusal is { } refusal)
        {
            return RolloutDecision.Manager(refusal);
        }

        var decision = await rollout.DecideAsync(context, plan.OperationName, context.RequestAborted);
        return decision.Variant == LiveStatVariant.Manager || source.IsAvailable
            ? decision
            : RolloutDecision.Manager(OutcomeReason.PrometheusUnavailable, decision.Caller);
    }

    private async Task TranslateAsync(HttpContext context, RewindableBody body, PlannedOperation operation, RolloutDecision decision)
    {
        var begun = time.GetTimestamp();
        var destinations = context.GetReverseProxyFeature().AvailableDestinations;
        var acceptEncoding = context.Request.Headers.AcceptEncoding;
        using var exchange = decision.Variant == LiveStatVariant.Shadow
            ? new TranslatedExchange(operation.Plan, operation.Plan.WithCompanions!) { ShadowedCaller = decision.Caller }
            : new TranslatedExchange(operation.Plan, operation.Plan.Replacement!);

        // 4
        body.SendTranslated(operation.Request, exchange.Translation);
        context.Request.Headers.AcceptEncoding = acceptEncoding.Count == 0 ? acceptEncoding : ContentCoding.Acceptable(acceptEncoding);
        context.Features.Set(exchange);
        await next(context);
        context.Features.Set<TranslatedExchange>(null);

        var answered = time.GetTimestamp();
        if (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var outcome = await SpliceAsync(context, exchange) with
        {
            OperationName = operation.Plan.OperationName,
            ManagerTime = time.GetElapsedTime(begun, answered),
            AddedTime = time.GetElapsedTime(answered),
        };
        if (outcome.Reason.Describe().IsFallback && operation.Plan.CanBeSentAgain && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Request.Headers.AcceptEncoding = acceptEncoding;
            context.GetReverseProxyFeature().AvailableDestinations = destinations;
            body.SendOriginal(isComplete: true);

            // What the translated attempt took is time that the manager alone would not have taken.
            await ForwardAsync(context, outcome with { AddedTime = time.GetElapsedTime(begun) });
            return;
        }

        outcomes.Report(context, outcome);
    }

    /// <summary>Steps 5 to 7. When the outcome is a fallback and nothing was sent to the client yet, the original is to be asked.</summary>
    private async ValueTask<GateOutcome> SpliceAsync(HttpContext context, TranslatedExchange exchange)
    {
        if (exchange.Answer is not { } answer || exchange.Fault is not null)
        {
            return await GiveUpAsync(context, exchange);
        }

        var scan = scans.Get();
        try
        {
            // 5
            ResponseScanner.Scan(answer.Memory.Span, FormOf(context.Request.Path), exchange.Translation, scan);
            if (scan.Verdict != ScanVerdict.Usable)
            {
                return await RefuseAsync(context, exchange, scan, scan.Verdict == ScanVerdict.Refused ? OutcomeReason.ManagerRefused : OutcomeReason.AnswerUnusable);
            }

            if (exchange.ShadowedCaller is { } caller)
            {
                return await ShowManagersAsync(context, exchange, caller, scan);
            }

            // 6
            var batch = scan.KernelIds.IsEmpty
                ? LiveStatBatch.Complete([])
                : await source.GetAsync(scan.KernelIds, context.RequestAborted);
            if (batch.Renderings is null)
            {
                return await RefuseAsync(context, exchange, scan, batch.Reason);
            }

            // 7
            return await WriteAsync(context, answer, scan, batch.Renderings, OutcomeOf(batch.Renderings));
        }
        catch (Exception fault) when (exchange.Plan.CanBeSentAgain && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // Whatever it is, the user's answer is worth more than the proxy's fault.
            LogFault(logger, fault, exchange.Plan.OperationName);
            return new GateOutcome(OutcomeReason.ProxyFault);
        }
        finally
        {
            scan.Clear();
            scans.Return(scan);
        }
    }

    /// <summary>Variant Shadow: the user has the manager's own values before they are set aside to be compared.</summary>
    private async ValueTask<GateOutcome> ShowManagersAsync(HttpContext context, TranslatedExchange exchange, CallerIdentity caller, ScannedResponse scan)
    {
        var answer = exchange.Answer!;
        var outcome = await WriteAsync(context, answer, scan, renderings: null, new GateOutcome(OutcomeReason.Shadow));
        await context.Response.CompleteAsync();
        shadow.Take(caller, exchange.Plan.OperationName, answer.Memory.Span, scan);
        return outcome;
    }

    // Wherever a gateway in front has moved them, the manager's paths keep their last segments: …/gql, and …/graphql for older clients.
    private static AnswerForm FormOf(PathString path) =>
        path.Value!.EndsWith("/graphql", StringComparison.Ordinal) ? AnswerForm.BareData : AnswerForm.Response;

    /// <summary>
    /// The answer can't be translated. Where it has the manager's own values, and of a mutation in any case, it goes to the client, companions
    /// cut out; else the original is to be asked.
    /// </summary>
    private async ValueTask<GateOutcome> RefuseAsync(HttpContext context, TranslatedExchange exchange, ScannedResponse scan, OutcomeReason reason)
    {
        var outcome = new GateOutcome(reason);
        var hasManagersValues = scan.Verdict == ScanVerdict.Usable && !exchange.Translation.Shape.HasIds;
        return exchange.Plan.CanBeSentAgain && !hasManagersValues
            ? outcome
            : await WriteAsync(context, exchange.Answer!, scan, renderings: null, outcome);
    }

    private async ValueTask<GateOutcome> WriteAsync(
        HttpContext context, PooledBytes answer, ScannedResponse scan, IReadOnlyList<LiveStatRendering>? renderings, GateOutcome outcome)
    {
        outcomes.Announce(context, outcome);
        await ResponseWriter.WriteAsync(context.Response, new ResponseSplicer(answer.Memory, scan, renderings));
        return outcome;
    }

    private GateOutcome OutcomeOf(IReadOnlyList<LiveStatRendering> renderings) => renderings.Count == 0
        ? new GateOutcome(OutcomeReason.NoKernels)
        : new GateOutcome(OutcomeReason.Translated) { Kernels = renderings.Count, Age = Age(renderings) };

    private TimeSpan Age(IReadOnlyList<LiveStatRendering> renderings)
    {
        var oldest = DateTimeOffset.MaxValue;
        for (var i = 0; i < renderings.Count; i++)
        {
            oldest = renderings[i].EvaluatedAt < oldest ? renderings[i].EvaluatedAt : oldest;
        }

        return time.GetUtcNow() - oldest;
    }

    /// <summary>There is no answer to splice: it was passed on already, or can't serve.</summary>
    private static async ValueTask<GateOutcome> GiveUpAsync(HttpContext context, TranslatedExchange exchange)
    {
        if (exchange.Fault is { } fault)
        {
            if (!exchange.Plan.CanBeSentAgain)
            {
                // Broken off in the middle: so the client sees it, as it would have seen it from the manager.
                context.Abort();
            }

            return new GateOutcome(fault);
        }

        return new GateOutcome(
            context.GetForwarderErrorFeature() is null ? OutcomeReason.ManagerError : OutcomeReason.ManagerUnreachable);
    }

    private Task ForwardAsync(HttpContext context, GateOutcome outcome)
    {
        outcomes.Announce(context, outcome);
        outcomes.Report(context, outcome);
        return next(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A fault of the proxy's own on operation {OperationName}; the original operation goes to the manager. Report it.")]
    private static partial void LogFault(ILogger logger, Exception fault, string? operationName);
}
