using System.Globalization;
using LiveStatProxy.Hosting;
using LiveStatProxy.Rollout.Holds;
using Prometheus;

namespace LiveStatProxy.Rollout.Guardrails;

/// <summary>Asks for the guardrail's verdict every second; when a limit is broken, everyone is held on the manager until an operator arms the rollout.</summary>
public sealed partial class GuardrailWatch : Repeatedly
{
    private readonly Guardrail _guardrail;
    private readonly GuardrailOptions _options;
    private readonly RolloutHolds _holds;
    private readonly GuardrailWebhook _webhook;
    private readonly ILogger<GuardrailWatch> _logger;
    private readonly Gauge _verdict;
    private readonly Counter _broken;

    /// <summary>Registers the metrics with <paramref name="registry"/>.</summary>
    public GuardrailWatch(
        Guardrail guardrail, GuardrailOptions options, RolloutHolds holds, GuardrailWebhook webhook, CollectorRegistry registry, TimeProvider time, ILogger<GuardrailWatch> logger)
        : base(TimeSpan.FromSeconds(1), time)
    {
        _guardrail = guardrail;
        _options = options;
        _holds = holds;
        _webhook = webhook;
        _logger = logger;
        var metrics = Metrics.WithCustomRegistry(registry);
        _verdict = metrics.CreateGauge("livestat_guardrail_verdict", "The guardrail's verdict on each limit: 1 success, 0 inconclusive, -1 fail.", "limit");
        _broken = metrics.CreateCounter("livestat_guardrail_broken_total", "How often each limit was broken.", "limit");
    }

    /// <summary>Judges once.</summary>
    public GuardrailVerdict Judge()
    {
        var verdict = _guardrail.Judge();
        foreach (var measure in verdict.Measures)
        {
            _verdict.WithLabels(measure.Name).Set(measure.Verdict switch { Verdict.Success => 1, Verdict.Fail => -1, _ => 0 });
        }

        if (verdict.Overall == Verdict.Fail && _options.Enabled && _holds.Current.Guardrail is null)
        {
            Break(verdict);
        }

        return verdict;
    }

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stoppingToken)
    {
        Judge();
        return Task.CompletedTask;
    }

    private void Break(GuardrailVerdict verdict)
    {
        var why = string.Join("; ", verdict.Broken.Select(Describe));
        _holds.Trip(why);
        foreach (var measure in verdict.Broken)
        {
            _broken.WithLabels(measure.Name).Inc();
        }

        LogBroken(_logger, why);
        _webhook.Post(why, verdict);
    }

    private static string Describe(GuardrailMeasure measure) => string.Create(
        CultureInfo.InvariantCulture, $"{measure.Name} {measure.Value:0.####} over the limit {measure.Limit:0.####} in {measure.Samples} samples");

    [LoggerMessage(Level = LogLevel.Critical, Message = "The guardrail is broken: {Why}. Everyone gets the manager's values from now on. Find the cause (GET /api/rollout, /metrics), then take it back with POST /api/rollout/arm.")]
    private static partial void LogBroken(ILogger logger, string why);
}
