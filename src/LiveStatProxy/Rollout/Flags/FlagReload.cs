namespace LiveStatProxy.Rollout.Flags;

/// <summary>What came of the last look at a changed flags.json.</summary>
/// <param name="At">When.</param>
/// <param name="Mistakes">What is wrong with the file; empty when it was taken.</param>
public sealed record FlagReload(DateTimeOffset At, IReadOnlyList<string> Mistakes)
{
    /// <summary>Whether the file was taken.</summary>
    public bool IsTaken => Mistakes.Count == 0;
}
