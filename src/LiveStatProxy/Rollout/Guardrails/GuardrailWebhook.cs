using System.Threading.Channels;
using Prometheus;

namespace LiveStatProxy.Rollout.Guardrails;

/// <summary>Posts a broken guardrail to <see cref="GuardrailOptions.Webhook"/>: aside, with a few retries, and dropped after that.</summary>
public sealed partial class GuardrailWebhook : BackgroundService
{
    private const int Attempts = 5;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly Channel<Message> _messages = Channel.CreateBounded<Message>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly GuardrailOptions _options;
    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;
    private readonly ILogger<GuardrailWebhook> _logger;
    private readonly Counter _posts;

    /// <summary>Registers the metric with <paramref name="registry"/>.</summary>
    public GuardrailWebhook(
        GuardrailOptions options, IHttpClientFactory clients, CollectorRegistry registry, TimeProvider time, ILogger<GuardrailWebhook> logger)
    {
        _options = options;
        _clients = clients;
        _time = time;
        _logger = logger;
        _posts = Metrics.WithCustomRegistry(registry).CreateCounter(
            "livestat_webhook_posts_total", "Messages to the guardrail's webhook: sent, or dropped after the last attempt.", "result");
    }

    /// <summary>Hands the message over and returns at once.</summary>
    public void Post(string why, GuardrailVerdict verdict)
    {
        if (_options.Webhook is not null)
        {
            _messages.Writer.TryWrite(new Message(
                "guardrail-broken",
                _time.GetUtcNow(),
                $"LiveStatProxy: the guardrail is broken ({why}); everyone gets the manager's values until POST /api/rollout/arm.",
                verdict.Measures));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stop = stoppingToken.Register(() => _messages.Writer.TryComplete());
        await foreach (var message in _messages.Reader.ReadAllAsync(CancellationToken.None))
        {
            var isSent = await TrySendAsync(message, stoppingToken);
            _posts.WithLabels(isSent ? "sent" : "dropped").Inc();
        }
    }

    private async Task<bool> TrySendAsync(Message message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await PostAsync(message, cancellationToken) is not { } fault)
            {
                return true;
            }

            LogFailed(_logger, attempt, Attempts, fault);
            if (attempt == Attempts || cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt - 1)), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Posts once; what went wrong, or null.</summary>
    private async Task<string?> PostAsync(Message message, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        try
        {
            using var client = _clients.CreateClient(nameof(GuardrailWebhook));
            using var response = await client.PostAsJsonAsync(_options.Webhook, message, timeout.Token);
            return response.IsSuccessStatusCode ? null : $"status {(int)response.StatusCode}";
        }
        catch (HttpRequestException fault)
        {
            return fault.Message;
        }
        catch (OperationCanceledException)
        {
            return "no answer in time";
        }
    }

    // "text" is what chat services show.
    private sealed record Message(string Event, DateTimeOffset At, string Text, IReadOnlyList<GuardrailMeasure> Measures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The guardrail's webhook failed, attempt {Attempt} of {Attempts}: {Fault}")]
    private static partial void LogFailed(ILogger logger, int attempt, int attempts, string fault);
}
