namespace LiveStatProxy.Core.Outcomes;

/// <summary>
/// Why a request to a GraphQL path was served as it was: the one vocabulary of metrics, logs, traces and the
/// <c>X-LiveStat-Result</c> header. <see cref="OutcomeVocabulary"/> has each one's word, source and sentence.
/// </summary>
public enum OutcomeReason
{
    // Not for us: found out before anything is parsed.
    NoLiveStat,
    BodyTooLarge,
    BodyEncoded,
    BodyNotUnderstood,
    BodySigned,

    // The document decides.
    DocumentInvalid,
    DocumentOverLimits,
    Subscription,
    NotAKernel,
    SelectionNotPlain,

    // The rollout decides.
    FlagManager,
    NoIdentity,
    Killed,
    Guardrail,
    Shadow,

    // Prometheus decides.
    PrometheusUnavailable,
    PrometheusUnreachable,
    PrometheusTimeout,
    PrometheusError,
    PrometheusIncomplete,

    // The manager's answer decides.
    ManagerUnreachable,
    ManagerError,
    ManagerRefused,
    AnswerUnusable,
    AnswerTooLarge,

    // Nobody else's fault.
    ProxyFault,

    // Served from Prometheus.
    Translated,
    NoKernels,
}
