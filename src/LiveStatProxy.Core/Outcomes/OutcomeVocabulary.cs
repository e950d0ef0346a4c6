using System.Collections.Frozen;

namespace LiveStatProxy.Core.Outcomes;

/// <summary>Whose values a response carries.</summary>
public enum StatisticSource
{
    /// <summary>The manager's own values, or an answer without any.</summary>
    Manager,

    /// <summary>Values that this proxy fetched from Prometheus.</summary>
    Prometheus,
}

/// <summary>A <see cref="OutcomeReason"/> as operators read it.</summary>
/// <param name="Word">The word in metrics, logs, traces and headers: lower case, hyphens.</param>
/// <param name="Source">Whose values the response carries.</param>
/// <param name="IsFallback">Whether a translation was begun and given up, so that the user got the manager's values, as a rule late.</param>
/// <param name="Sentence">What happened and what the proxy did about it.</param>
public sealed record OutcomeWord(string Word, StatisticSource Source, bool IsFallback, string Sentence);

/// <summary>The words of <see cref="OutcomeReason"/>. The README's table is made from this file; a test holds them together.</summary>
public static class OutcomeVocabulary
{
    private static readonly FrozenDictionary<OutcomeReason, OutcomeWord> Words = new Dictionary<OutcomeReason, OutcomeWord>
    {
        [OutcomeReason.NoLiveStat] = Manager("no-live-stat", "The operation does not mention live_stat or last_stat; it was forwarded as it came."),
        [OutcomeReason.BodyTooLarge] = Manager("body-too-large", "The body exceeds LiveStat:MaxOperationBytes; it was streamed through."),
        [OutcomeReason.BodyEncoded] = Manager("body-encoded", "The body is compressed, not UTF-8, or carries a digest; it was forwarded as it came."),
        [OutcomeReason.BodyNotUnderstood] = Manager("body-not-understood", "The body is not one JSON object with one query and one operation name; it was forwarded as it came."),
        [OutcomeReason.BodySigned] = Manager("body-signed", "The request is signed under an API version below v4.20181215, whose signature covers the body; it was forwarded as it came."),
        [OutcomeReason.DocumentInvalid] = Manager("document-invalid", "The GraphQL document has no such operation, a syntax error or a broken fragment; the manager was left to say so."),
        [OutcomeReason.DocumentOverLimits] = Manager("document-over-limits", "The GraphQL document exceeds the proxy's limits of depth or size; it was forwarded as it came."),
        [OutcomeReason.Subscription] = Manager("subscription", "The operation is a subscription; these are never translated."),
        [OutcomeReason.NotAKernel] = Manager("not-a-kernel", "No live_stat or last_stat in the operation is a kernel's; it was forwarded as it came."),
        [OutcomeReason.SelectionNotPlain] = Manager("selection-not-plain", "A kernel's live_stat has an argument or a selection set, or its response key is used for two fields; it was forwarded as it came."),
        [OutcomeReason.FlagManager] = Manager("flag-manager", "The flag LiveStat gave this caller the variant Manager."),
        [OutcomeReason.NoIdentity] = Manager("no-identity", "The caller has no access key to allocate a variant by."),
        [OutcomeReason.Killed] = Manager("killed", "The kill switch is on; take it back with POST /api/rollout/arm."),
        [OutcomeReason.Guardrail] = Manager("guardrail", "The guardrail broke and holds everyone on the manager; re-arm it with POST /api/rollout/arm."),
        [OutcomeReason.Shadow] = Manager("shadow", "The user got the manager's values; they were set aside to be compared with Prometheus'."),
        [OutcomeReason.PrometheusUnavailable] = Manager("prometheus-unavailable", "Prometheus failed lately and its circuit breaker is open; the operation was not translated."),
        [OutcomeReason.PrometheusUnreachable] = Fallback("prometheus-unreachable", "No connection to Prometheus; the manager's own values were sent."),
        [OutcomeReason.PrometheusTimeout] = Fallback("prometheus-timeout", "Prometheus took longer than Prometheus:Timeout; the manager's own values were sent."),
        [OutcomeReason.PrometheusError] = Fallback("prometheus-error", "Prometheus answered an error or something unreadable; the manager's own values were sent."),
        [OutcomeReason.PrometheusIncomplete] = Fallback("prometheus-incomplete", "Prometheus' answer carried warnings, so it may be partial; the manager's own values were sent."),
        [OutcomeReason.ManagerUnreachable] = Manager("manager-unreachable", "The manager did not answer; the client got the proxy's 502 or 504."),
        [OutcomeReason.ManagerError] = Manager("manager-error", "The manager answered with a status that the translation has no part in, such as 401 or 503; it was passed on."),
        [OutcomeReason.ManagerRefused] = Fallback("manager-refused", "The manager answered the translated operation with an error; its answer to the original was sent."),
        [OutcomeReason.AnswerUnusable] = Fallback("answer-unusable", "The manager's answer to the translated operation could not be read; its answer to the original was sent (a mutation's was passed on)."),
        [OutcomeReason.AnswerTooLarge] = Fallback("answer-too-large", "The manager's answer exceeds LiveStat:MaxResponseBytes; its answer to the original was streamed through."),
        [OutcomeReason.ProxyFault] = Fallback("proxy-fault", "A fault of the proxy itself, logged as an error; the manager's answer to the original operation was sent."),
        [OutcomeReason.Translated] = new("ok", StatisticSource.Prometheus, false, "Every kernel's live_stat in the response came from Prometheus."),
        [OutcomeReason.NoKernels] = new("no-kernels", StatisticSource.Prometheus, false, "The translated operation's response shows no kernel, so nothing was fetched."),
    }.ToFrozenDictionary();

    /// <summary>Every reason with its word, in the order of a request's way.</summary>
    public static IEnumerable<(OutcomeReason Reason, OutcomeWord Word)> All =>
        Enum.GetValues<OutcomeReason>().Select(reason => (reason, Words[reason]));

    /// <summary>The word, source and sentence of <paramref name="reason"/>.</summary>
    public static OutcomeWord Describe(this OutcomeReason reason) => Words[reason];

    private static OutcomeWord Manager(string word, string sentence) => new(word, StatisticSource.Manager, false, sentence);

    private static OutcomeWord Fallback(string word, string sentence) => new(word, StatisticSource.Manager, true, sentence);
}
