namespace LiveStatProxy.Core.Planning;

/// <summary>
/// How much of a document is looked at. Beyond, it goes to the manager as it came. Generous: the web UI's largest known document
/// has about 400 selections, 2,000 after fragment expansion.
/// </summary>
public sealed record PlanningLimits
{
    /// <summary>Selections visited, each fragment counted anew wherever it is spread under another response key.</summary>
    public int ExpandedSelections { get; init; } = 50_000;

    /// <summary>Nesting of response keys.</summary>
    public int Depth { get; init; } = 200;

    /// <summary>Statistics selected in one object under different response keys; each is a whole payload per kernel in the response.</summary>
    public int StatisticsPerObject { get; init; } = 16;

    /// <summary>The default limits.</summary>
    public static PlanningLimits Default { get; } = new();
}
