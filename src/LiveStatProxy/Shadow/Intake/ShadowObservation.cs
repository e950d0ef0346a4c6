using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Shadow.Intake;

/// <summary>One of <c>LegacyComputeSession</c>'s numbers as the manager sent it.</summary>
/// <param name="Statistic">Which.</param>
/// <param name="Value">The JSON number.</param>
public sealed record ObservedScalar(StatisticField Statistic, byte[] Value);

/// <summary>What the manager said of a kernel.</summary>
/// <param name="Id">The kernel.</param>
/// <param name="IsNew">Whether it was seen first a moment ago.</param>
public sealed record ObservedKernel(Guid Id, bool IsNew)
{
    /// <summary>The payload of <c>live_stat</c>, the JSON value; null where only scalars were selected.</summary>
    public byte[]? LiveStat { get; set; }

    /// <summary>The scalars.</summary>
    public List<ObservedScalar> Scalars { get; } = [];
}

/// <summary>The manager's values in one response, copied out of it.</summary>
/// <param name="OperationName">The operation's name; null where it has none.</param>
/// <param name="Caller">The caller's hash.</param>
/// <param name="HasErrors">Whether the answer carries errors.</param>
/// <param name="Kernels">The kernels, each once.</param>
/// <param name="ObservedAt">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Bytes">How many bytes it holds, about.</param>
public sealed record ShadowObservation(
    string? OperationName, string Caller, bool HasErrors, IReadOnlyList<ObservedKernel> Kernels, long ObservedAt, long Bytes);
