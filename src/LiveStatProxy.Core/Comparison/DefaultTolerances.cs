using System.Collections.Immutable;

namespace LiveStatProxy.Core.Comparison;

/// <summary>Tolerances that hold for a healthy cluster: agents measure every 5 s, Prometheus scrapes every 5 to 20 s and rates span minutes.</summary>
/// <remarks>
/// The two sides see one measurement up to 30 s apart: 5 s of the agent's own interval, 20 s of the scrape's, and some for the way.
/// <c>pct</c> is not listed: it has the tolerance of <c>current</c>, in percent of the capacity.
/// </remarks>
public static class DefaultTolerances
{
    private const double Skew = 30;
    private const double MiB = 1024 * 1024;

    /// <summary>The rules, the most special first.</summary>
    public static readonly ImmutableArray<ToleranceRule> Rules =
    [
        // A limit is set once, and never differs.
        Rule(["*"], [PayloadFields.Capacity, "stats.version", "stats.min", "stats.sum"], new Tolerance(0)),

        // Counters: they gain at their rate while one side waits for its next sample. A second of one core, and a
        // megabyte, for a counter that has only begun to move.
        Rule(["cpu_used"], [PayloadFields.Current], new Tolerance(1000, 0.01, Skew)),
        Rule(["io_read", "io_write"], [PayloadFields.Current], new Tolerance(MiB, 0.01, Skew)),

        // Rates: the manager's of seconds, Prometheus' of minutes. A quarter of a core; a megabyte per second.
        Rule(["cpu_util"], ["*"], new Tolerance(250, 0.5)),
        Rule(["net_rx", "net_tx"], ["*"], new Tolerance(MiB, 0.5)),
        Rule(["io_read", "io_write"], ["*"], new Tolerance(MiB, 0.5)),

        // Amounts in bytes: steady but for the moment of an allocation.
        Rule(["mem", "*_mem", "io_scratch_size"], ["*"], new Tolerance(64 * MiB, 0.1)),

        // Devices' gauges: what moves in seconds (percent, watts, megahertz), and what has inertia (degrees).
        Rule(["*_temperature"], ["*"], new Tolerance(5, 0.1)),
        Rule(["*_util"], ["*"], new Tolerance(25, 0.5)),
        Rule(["*_power"], ["*"], new Tolerance(50, 0.5)),
        Rule(["*_clock"], ["*"], new Tolerance(200, 0.5)),

        // What plugins bring and nobody has told us of.
        Rule(["*"], ["*"], new Tolerance(1, 0.2)),
    ];

    private static ToleranceRule Rule(string[] metrics, string[] fields, Tolerance tolerance) =>
        new(new NamePatterns(metrics), new NamePatterns(fields), tolerance);
}
