using LiveStatProxy.Core.Planning;

namespace LiveStatProxy.Commands.Explain;

/// <summary>What would become of an operation.</summary>
/// <param name="IsTranslated">Whether it can be translated.</param>
/// <param name="Reason">The word of the outcome: <c>ok</c>, or why it is left as it is.</param>
/// <param name="Sentence">The same in a sentence.</param>
/// <param name="OperationName">The operation that would run.</param>
/// <param name="Original">The document.</param>
/// <param name="Translated">The document that the manager would get; null where it is not translated.</param>
/// <param name="Selections">Every selection that looks like a statistic.</param>
/// <param name="PromQL">What Prometheus would be asked, by what for.</param>
/// <param name="Caller">The caller that was asked for.</param>
internal sealed record OperationExplanation(
    bool IsTranslated,
    string Reason,
    string Sentence,
    string? OperationName,
    string Original,
    string? Translated,
    IReadOnlyList<StatisticSelection> Selections,
    IReadOnlyDictionary<string, string> PromQL,
    CallerExplanation? Caller);

/// <summary>What the rollout would do with a caller.</summary>
/// <param name="AccessKey">The caller.</param>
/// <param name="Bucket">Its place among the 100 percent.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Variant">The variant that the flag gives it for this operation.</param>
/// <param name="Note">What may hold it on the manager nevertheless.</param>
internal sealed record CallerExplanation(string AccessKey, double Bucket, IReadOnlyList<string> Groups, string Variant, string Note);
