using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Telemetry;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace LiveStatProxy.Prometheus.Http;

/// <summary>
/// What stands between a query and Prometheus: a limit of queries at the same time, one quick retry where no connection came about,
/// a circuit breaker, and a time limit that covers the answer's last byte.
/// </summary>
/// <remarks>
/// The strategies are those of Microsoft.Extensions.Http.Resilience, but around the whole query, not in the message handler: there they would
/// end with the answer's headers, and a Prometheus that stops in the middle of an answer would be neither timed out nor counted.
/// </remarks>
public sealed partial class PrometheusResilience
{
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(10);

    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly ResiliencePipeline<PrometheusAnswer> _pipeline;
    private bool _isOutage;
    private OutcomeReason _outage = OutcomeReason.PrometheusUnreachable;

    /// <summary>Builds the pipeline.</summary>
    public PrometheusResilience(PrometheusOptions options, TimeProvider time, LiveStatSourceMetrics metrics, ILogger<PrometheusResilience> logger) =>
        _pipeline = new ResiliencePipelineBuilder<PrometheusAnswer> { TimeProvider = time }
            .AddConcurrencyLimiter(options.MaxConcurrentQueries, queueLimit: int.MaxValue)
            .AddRetry(Retry())
            .AddCircuitBreaker(Breaker(options, metrics, logger))
            .AddTimeout(options.Timeout)
            .Build();

    /// <summary>Whether Prometheus is asked at all. When it is not, only the probe may find out that it is back.</summary>
    public bool IsClosed => _breaker.CircuitState == CircuitState.Closed;

    /// <summary>Why Prometheus is not asked, or was not lately.</summary>
    public OutcomeReason Outage => _outage;

    /// <summary>Runs an attempt to ask a query, perhaps twice.</summary>
    public async ValueTask<PrometheusAnswer> ExecuteAsync<TState>(
        Func<TState, CancellationToken, ValueTask<PrometheusAnswer>> attempt, TState state, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(attempt, state, cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return new PrometheusAnswer(OutcomeReason.PrometheusTimeout);
        }
        catch (BrokenCircuitException)
        {
            return new PrometheusAnswer(OutcomeReason.PrometheusUnavailable);
        }
    }

    private RetryStrategyOptions<PrometheusAnswer> Retry() => new()
    {
        MaxRetryAttempts = 1,
        Delay = TimeSpan.FromMilliseconds(20),
        ShouldHandle = arguments => ValueTask.FromResult(IsClosed && arguments.Outcome.Result.Reason == OutcomeReason.PrometheusUnreachable),
    };

    private CircuitBreakerStrategyOptions<PrometheusAnswer> Breaker(PrometheusOptions options, LiveStatSourceMetrics metrics, ILogger logger) => new()
    {
        StateProvider = _breaker,
        FailureRatio = 0.5,
        MinimumThroughput = 2,
        SamplingDuration = SamplingDuration,

        // Over before the probe comes round again, so that each probe may find out.
        BreakDuration = options.ProbeInterval / 2,
        ShouldHandle = arguments => ValueTask.FromResult(
            arguments.Outcome.Exception is TimeoutRejectedException || arguments.Outcome is { Exception: null, Result.IsComplete: false }),
        OnOpened = opened =>
        {
            metrics.BreakerState.Set(2);
            var answer = AnswerOf(opened.Outcome);
            _outage = answer.Reason;
            if (Interlocked.Exchange(ref _isOutage, true) == false)
            {
                LogOpened(logger, answer.Reason.Describe().Word, answer.Detail, options.Address, options.ProbeInterval);
            }

            return default;
        },
        OnHalfOpened = _ =>
        {
            metrics.BreakerState.Set(1);
            return default;
        },
        OnClosed = _ =>
        {
            metrics.BreakerState.Set(0);
            _isOutage = false;
            LogClosed(logger, options.Address);
            return default;
        },
    };

    private static PrometheusAnswer AnswerOf(Outcome<PrometheusAnswer> outcome) =>
        outcome.Exception is null ? outcome.Result : new PrometheusAnswer(OutcomeReason.PrometheusTimeout);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Prometheus at {Address} fails ({Reason}, {Detail}). Nothing is translated until it answers again; users get the manager's own values. "
            + "It is probed every {ProbeInterval}. Look after Prometheus, or correct the section Prometheus of the configuration.")]
    private static partial void LogOpened(ILogger logger, string reason, string? detail, Uri address, TimeSpan probeInterval);

    [LoggerMessage(Level = LogLevel.Information, Message = "Prometheus at {Address} answers again; operations are translated again.")]
    private static partial void LogClosed(ILogger logger, Uri address);
}
