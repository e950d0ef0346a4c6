using LiveStatProxy.Configuration;

namespace LiveStatProxy.Rollout.Guardrails;

/// <summary>Section <c>Guardrail</c>: when the rollout is given up for everyone, without waiting for an operator.</summary>
public sealed record GuardrailOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Guardrail";

    /// <summary>Whether a broken limit holds everyone on the manager. Default yes; without, the verdict is only shown.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How far back outcomes count. Default 5 minutes.</summary>
    [Duration("00:00:10", "01:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>With fewer translations in the window, there is no verdict. Default 100.</summary>
    [WholeNumber(1, 1_000_000)]
    public int MinimumSamples { get; set; } = 100;

    /// <summary>The most fallbacks among translations, as a fraction; 1 for any. Default 0.05.</summary>
    [Number(0, 1)]
    public double MaxFallbackRate { get; set; } = 0.05;

    /// <summary>The most failures of Prometheus among translations and those it was too ill for, as a fraction; 1 for any. Default 0.05.</summary>
    [Number(0, 1)]
    public double MaxPrometheusErrorRate { get; set; } = 0.05;

    /// <summary>The most added latency (99th percentile) as a multiple of the manager's own time (99th percentile). Default 1: a doubling.</summary>
    [Number(0, 1000)]
    public double MaxAddedLatencyRatio { get; set; } = 1;

    /// <summary>Added latency (99th percentile) up to this is never too much, however fast the manager is. Default 500 ms.</summary>
    [Duration("00:00:00", "00:01:00")]
    public TimeSpan AcceptedLatency { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>With fewer shadow comparisons in the window, there is no verdict on mismatches. Default 100.</summary>
    [WholeNumber(1, 1_000_000)]
    public int MinimumComparisons { get; set; } = 100;

    /// <summary>The most mismatches among shadow comparisons, as a fraction; 1 for any. Default 0.05.</summary>
    [Number(0, 1)]
    public double MaxMismatchRate { get; set; } = 0.05;

    /// <summary>Where a broken guardrail is posted to, as JSON. Default nowhere.</summary>
    [Webhook]
    public Uri? Webhook { get; set; }
}

/// <summary>An absolute http or https address, which may have a query; or none.</summary>
public sealed class WebhookAttribute() : AllowedAttribute("an absolute http:// or https:// address")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) => value is null or Uri { IsAbsoluteUri: true, Scheme: "http" or "https" };
}
