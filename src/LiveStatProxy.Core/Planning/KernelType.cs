using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Planning;

/// <summary>A type of the manager's schema whose objects are kernels.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="IdField">The field that holds the kernel's UUID.</param>
/// <param name="IdType">That field's type: where two meet under one response key, GraphQL demands that they are the same.</param>
/// <param name="Statistics">The fields that show a statistic.</param>
public sealed record KernelType(string Name, string IdField, string IdType, IReadOnlyDictionary<string, StatisticField> Statistics)
{
    private static readonly (string Type, string IdField)[] Known =
    [
        ("KernelNode", "row_id"),
        // Its kernel_id came in 24.03.1 only; id holds the same UUID in every version.
        ("ComputeContainer", "id"),
        ("LegacyComputeSession", "id"),
    ];

    private static readonly (string Field, StatisticField Statistic)[] LiveStats =
    [
        ("live_stat", StatisticField.LiveStat),
        ("last_stat", StatisticField.LiveStat),
    ];

    private static readonly (string Field, StatisticField Statistic)[] LegacyScalars =
    [
        ("cpu_used", StatisticField.CpuUsed),
        ("cpu_using", StatisticField.CpuUsing),
        ("mem_max_bytes", StatisticField.MemMaxBytes),
        ("mem_cur_bytes", StatisticField.MemCurBytes),
        ("net_rx_bytes", StatisticField.NetRxBytes),
        ("net_tx_bytes", StatisticField.NetTxBytes),
        ("io_read_bytes", StatisticField.IoReadBytes),
        ("io_write_bytes", StatisticField.IoWriteBytes),
        ("io_max_scratch_size", StatisticField.IoMaxScratchSize),
        ("io_cur_scratch_size", StatisticField.IoCurScratchSize),
    ];

    /// <summary>The kernel types that a schema has, each with the id field that it needs.</summary>
    /// <param name="fieldsOf">The fields of a type with the names of their types; null for a type that the schema lacks.</param>
    /// <param name="legacyScalars">Whether the scalars of LegacyComputeSession are statistics, too.</param>
    public static IEnumerable<KernelType> In(Func<string, IReadOnlyDictionary<string, string>?> fieldsOf, bool legacyScalars)
    {
        foreach (var (type, idField) in Known)
        {
            if (fieldsOf(type) is { } fields && fields.TryGetValue(idField, out var idType))
            {
                var statistics = legacyScalars ? LiveStats.Concat(LegacyScalars) : LiveStats;
                yield return new KernelType(type, idField, idType, statistics
                    .Where(entry => fields.ContainsKey(entry.Field))
                    .ToDictionary(entry => entry.Field, entry => entry.Statistic, StringComparer.Ordinal));
            }
        }
    }
}
