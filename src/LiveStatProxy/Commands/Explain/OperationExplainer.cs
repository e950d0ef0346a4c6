using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Pipeline;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Rollout.Flags;

namespace LiveStatProxy.Commands.Explain;

/// <summary>Explains an operation by the same parts that would translate it.</summary>
internal sealed class OperationExplainer(OperationPlanning planning, ManagerSchema schema, LiveStatQuery query, LiveStatFlag flag, RolloutOptions rollout)
{
    private static readonly Guid SomeKernel = new("00000000-0000-0000-0000-000000000001");

    /// <summary>Explains it.</summary>
    public async Task<OperationExplanation> ExplainAsync(OperationFile file, string? accessKey, string path, CancellationToken cancellationToken)
    {
        var plan = planning.Plan(file.Body).Plan;
        var word = (plan.Refusal ?? OutcomeReason.Translated).Describe();
        return new OperationExplanation(
            plan.IsTranslatable,
            word.Word,
            plan.IsTranslatable ? "The operation can be translated." : word.Sentence,
            plan.OperationName,
            file.Text,
            plan.Replacement is { } translation ? JsonStringContent.Unescape(translation.Query.Span) : null,
            new StatisticSelections(schema).List(file.Text, plan),
            plan.IsTranslatable ? Queries() : new Dictionary<string, string>(),
            accessKey is null ? null : await ExplainAsync(accessKey, plan.OperationName, path, cancellationToken));
    }

    private async Task<CallerExplanation> ExplainAsync(string accessKey, string? operationName, string path, CancellationToken cancellationToken)
    {
        var version = flag.Current;
        var variant = await flag.VariantOfAsync(accessKey, operationName, path, cancellationToken);
        var note = !version.IsEnabled ? "The flag is disabled: everyone gets the manager's values."
            : version.Definition.EnabledFor.Any() ? "The flag has filters; this is their answer for now and for this operation."
            : "The kill switch and the guardrail of a running proxy go first.";
        return new CallerExplanation(
            accessKey, Bucket.Of(accessKey, version.Definition.Allocation), new CallerGroups(rollout.Groups).Of(accessKey), variant.ToString(), note);
    }

    private Dictionary<string, string> Queries() => new()
    {
        ["values, each time and over the window"] = ForAnyKernel(query.Values([SomeKernel])),
        ["rates, each time and over the window"] = ForAnyKernel(query.ShownRates([SomeKernel])),
        ["capacities, once per evaluation mark"] = ForAnyKernel(query.Capacities([SomeKernel])),
        ["rates of input and output, once per evaluation mark"] = ForAnyKernel(query.RatesBeside([SomeKernel])),
    };

    private static string ForAnyKernel(string expression) => expression.Replace(SomeKernel.ToString(), "<kernel ids>", StringComparison.Ordinal);
}
