namespace LiveStatProxy.Demo.Rollout;

/// <summary>A stage of the rollout as its callers saw it.</summary>
/// <param name="Name">What the operator did.</param>
/// <param name="Percent">The share that this should put on Prometheus.</param>
/// <param name="OnPrometheus">The access keys of callers whose answers came from Prometheus.</param>
/// <param name="Reasons">How many answers there were of each reason.</param>
internal sealed record RolloutStage(string Name, int Percent, IReadOnlySet<string> OnPrometheus, IReadOnlyDictionary<string, int> Reasons)
{
    /// <summary>Whether the kill switch was thrown or taken back, instead of a percentage raised.</summary>
    public bool IsSwitch { get; init; }
}
