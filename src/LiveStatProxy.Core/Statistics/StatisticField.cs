namespace LiveStatProxy.Core.Statistics;

/// <summary>What a selection wants of a kernel's statistics.</summary>
public enum StatisticField
{
    /// <summary><c>live_stat</c> and its alias <c>last_stat</c>: the whole payload, a <c>JSONString</c>.</summary>
    LiveStat,

    /// <summary>LegacyComputeSession's <c>cpu_used</c>: <c>cpu_used.current</c>, BigInt.</summary>
    CpuUsed,

    /// <summary>LegacyComputeSession's <c>cpu_using</c>: <c>cpu_util.pct</c>, Float.</summary>
    CpuUsing,

    /// <summary>LegacyComputeSession's <c>mem_max_bytes</c>: <c>mem.stats.max</c>, BigInt.</summary>
    MemMaxBytes,

    /// <summary>LegacyComputeSession's <c>mem_cur_bytes</c>: <c>mem.current</c>, BigInt.</summary>
    MemCurBytes,

    /// <summary>LegacyComputeSession's <c>net_rx_bytes</c>: <c>net_rx.stats.rate</c>, BigInt.</summary>
    NetRxBytes,

    /// <summary>LegacyComputeSession's <c>net_tx_bytes</c>: <c>net_tx.stats.rate</c>, BigInt.</summary>
    NetTxBytes,

    /// <summary>LegacyComputeSession's <c>io_read_bytes</c>: <c>io_read.current</c>, BigInt.</summary>
    IoReadBytes,

    /// <summary>LegacyComputeSession's <c>io_write_bytes</c>: <c>io_write.current</c>, BigInt.</summary>
    IoWriteBytes,

    /// <summary>LegacyComputeSession's <c>io_max_scratch_size</c>: <c>io_scratch_size.stats.max</c>, BigInt.</summary>
    IoMaxScratchSize,

    /// <summary>LegacyComputeSession's <c>io_cur_scratch_size</c>: <c>io_scratch_size.current</c>, BigInt.</summary>
    IoCurScratchSize,
}
