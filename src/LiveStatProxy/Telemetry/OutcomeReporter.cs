using System.Globalization;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Pipeline;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Rollout.Guardrails;
using Prometheus;

namespace LiveStatProxy.Telemetry;

/// <summary>Tells operators how each request to a GraphQL path was served, in the vocabulary of <see cref="OutcomeVocabulary"/>.</summary>
public sealed partial class OutcomeReporter
{
    /// <summary>The response header that tells a single request's outcome.</summary>
    public const string ResultHeader = "X-LiveStat-Result";

    private readonly Dictionary<OutcomeReason, Counter.Child> _requests;
    private readonly Histogram _managerTime;
    private readonly Histogram _addedTime;
    private readonly LiveStatOptions _options;
    private readonly ModeOverride _modeOverride;
    private readonly Guardrail _guardrail;
    private readonly ILogger<OutcomeReporter> _logger;

    /// <summary>Registers the metrics with <paramref name="registry"/>.</summary>
    public OutcomeReporter(
        CollectorRegistry registry, LiveStatOptions options, ModeOverride modeOverride, Guardrail guardrail, ILogger<OutcomeReporter> logger)
    {
        _options = options;
        _modeOverride = modeOverride;
        _guardrail = guardrail;
        _logger = logger;
        var metrics = Metrics.WithCustomRegistry(registry);
        var requests = metrics.CreateCounter(
            "livestat_requests_total", "Requests to GraphQL paths by whose statistics they got, and why.", "source", "reason");
        _requests = OutcomeVocabulary.All.ToDictionary(
            entry => entry.Reason, entry => requests.WithLabels(SourceWord(entry.Word), entry.Word.Word));
        var buckets = new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.0005, 2, 15) };
        _managerTime = metrics.CreateHistogram(
            "livestat_manager_seconds", "How long the manager took for a translated operation.", buckets);
        _addedTime = metrics.CreateHistogram(
            "livestat_added_seconds", "How much longer than for the manager the client waited for a translated operation.", buckets);
    }

    /// <summary>Puts the outcome into the response's headers, before they are sent, where operators want it there.</summary>
    public void Announce(HttpContext context, GateOutcome outcome)
    {
        if (IsWanted(context))
        {
            context.Response.Headers[ResultHeader] = Describe(outcome);
        }
    }

    /// <summary>Counts the outcome, for operators and for the guardrail, and logs a fallback.</summary>
    public void Report(HttpContext context, GateOutcome outcome)
    {
        var word = outcome.Reason.Describe();
        _requests[outcome.Reason].Inc();
        _guardrail.Count(outcome);
        if (outcome.AddedTime is { } added)
        {
            _addedTime.Observe(added.TotalSeconds);
            _managerTime.Observe(outcome.ManagerTime!.Value.TotalSeconds);
        }

        if (word.IsFallback)
        {
            LogFallback(_logger, word.Word, context.Request.Path, outcome.OperationName, word.Sentence);
        }
    }

    private bool IsWanted(HttpContext context) => _options.ResultHeader switch
    {
        ResultHeaderMode.On => true,
        ResultHeaderMode.OverrideKeys => CallerIdentity.Of(context.Request.Headers) is { } caller && _modeOverride.IsAllowed(caller),
        _ => false,
    };

    private static string Describe(GateOutcome outcome)
    {
        var word = outcome.Reason.Describe();
        var header = $"source={SourceWord(word)}; reason={word.Word}";
        return outcome.Age is { } age
            ? string.Create(CultureInfo.InvariantCulture, $"{header}; kernels={outcome.Kernels}; age={age.TotalSeconds:0.0}s")
            : header;
    }

    private static string SourceWord(OutcomeWord word) => word.Source == StatisticSource.Prometheus ? "prometheus" : "manager";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fallback {Reason} on {Path}, operation {OperationName}: {Sentence}")]
    private static partial void LogFallback(ILogger logger, string reason, PathString path, string? operationName, string sentence);
}
