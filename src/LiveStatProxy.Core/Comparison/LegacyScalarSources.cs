using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Comparison;

/// <summary>Which metric and field each of <c>LegacyComputeSession</c>'s numbers is taken from, as the manager's source has it.</summary>
internal static class LegacyScalarSources
{
    /// <summary>The metric and field, and the number's own name on the wire.</summary>
    public static (string Metric, string Field, string Name) Of(StatisticField statistic) => statistic switch
    {
        StatisticField.CpuUsed => ("cpu_used", PayloadFields.Current, "cpu_used"),
        StatisticField.CpuUsing => ("cpu_util", PayloadFields.Percentage, "cpu_using"),
        StatisticField.MemMaxBytes => ("mem", "stats.max", "mem_max_bytes"),
        StatisticField.MemCurBytes => ("mem", PayloadFields.Current, "mem_cur_bytes"),
        StatisticField.NetRxBytes => ("net_rx", PayloadFields.Rate, "net_rx_bytes"),
        StatisticField.NetTxBytes => ("net_tx", PayloadFields.Rate, "net_tx_bytes"),
        StatisticField.IoReadBytes => ("io_read", PayloadFields.Current, "io_read_bytes"),
        StatisticField.IoWriteBytes => ("io_write", PayloadFields.Current, "io_write_bytes"),
        StatisticField.IoMaxScratchSize => ("io_scratch_size", "stats.max", "io_max_scratch_size"),
        StatisticField.IoCurScratchSize => ("io_scratch_size", PayloadFields.Current, "io_cur_scratch_size"),
        _ => throw new ArgumentOutOfRangeException(nameof(statistic), statistic, "Not one of LegacyComputeSession's numbers."),
    };
}
