using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Pipeline;

/// <summary>How a request to a GraphQL path was served.</summary>
/// <param name="Reason">Why it was served as it was.</param>
public sealed record GateOutcome(OutcomeReason Reason)
{
    /// <summary>The operation's name; null where it has none or was not parsed.</summary>
    public string? OperationName { get; init; }

    /// <summary>How many kernels' statistics came from Prometheus.</summary>
    public int Kernels { get; init; }

    /// <summary>The age of the oldest statistic in the response; null where none came from Prometheus.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>How long the manager took for the answer that was used; null where the request was only forwarded.</summary>
    public TimeSpan? ManagerTime { get; init; }

    /// <summary>How much longer the client waited than for the manager alone; null where the request was only forwarded.</summary>
    public TimeSpan? AddedTime { get; init; }
}
