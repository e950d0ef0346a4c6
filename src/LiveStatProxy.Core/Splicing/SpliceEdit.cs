using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Splicing;

/// <summary>What happens to a stretch of the manager's answer.</summary>
public enum SpliceKind
{
    /// <summary>A slot: the statistic of a kernel comes here.</summary>
    Slot,

    /// <summary>Goes away: a companion.</summary>
    Cut,

    /// <summary>Becomes a number: an error location's column.</summary>
    Number,
}

/// <summary>A change of the manager's answer, in byte positions of the answer.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Length">How many bytes of the answer go.</param>
/// <param name="Kind">What comes instead.</param>
/// <param name="Value">For a slot the kernel's index in <see cref="ScannedResponse.KernelIds"/>, for a number the number.</param>
/// <param name="Statistic">For a slot: which statistic.</param>
public readonly record struct SpliceEdit(int Position, int Length, SpliceKind Kind, int Value, StatisticField Statistic)
{
    /// <summary>The value of a slot whose object's companion has not been read yet.</summary>
    internal const int Waiting = -1;

    /// <summary>The value of a slot that keeps what the manager put there: its object had no companion.</summary>
    internal const int None = -2;
}
