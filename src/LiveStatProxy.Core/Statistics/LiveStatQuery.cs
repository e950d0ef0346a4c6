using System.Collections.Frozen;
using System.Text;

namespace LiveStatProxy.Core.Statistics;

/// <summary>The questions, in PromQL. Each asks only for rows that reach the payload; they are sent side by side.</summary>
/// <remarks>
/// They mean what the six queries of the manager's own implementation mean: <c>sum by</c> kernel and metric, since a kernel may show up
/// under two instances, and inside of what is over the window, since its series may go on under another agent. Few selectors with few
/// labels in the answer cost Prometheus least, see the table in <c>tests/LiveStatProxy.Benchmarks/README.md</c>.
/// </remarks>
/// <param name="window">The range of rates.</param>
/// <param name="matchers">Further label matchers for every selector, such as <c>cluster="a"</c>.</param>
public sealed class LiveStatQuery(TimeSpan window, IEnumerable<string> matchers)
{
    private static readonly string Rate = Alternatives(MetricCatalog.RateCounters);
    private static readonly string RatedBeside = Alternatives(MetricCatalog.RatedBeside);
    private static readonly string Unbounded = Alternatives(MetricCatalog.Unbounded);

    private readonly string _range = PromQLDuration.Format(window);
    private readonly string _matchers = string.Concat(matchers.Select(matcher => $",{matcher}"));

    /// <summary>The label that holds a kernel's id.</summary>
    internal static ReadOnlySpan<byte> KernelLabel => "kernel_id"u8;

    /// <summary>The label that holds a metric's name.</summary>
    internal static ReadOnlySpan<byte> MetricLabel => "container_metric_name"u8;

    /// <summary>Measurements as they are; not those of counters that are shown as a rate.</summary>
    public string Values(ReadOnlySpan<Guid> kernels) => Sum(Selector(kernels, "current", $"container_metric_name!~\"{Rate}\""));

    /// <summary>Capacities of what has one.</summary>
    public string Capacities(ReadOnlySpan<Guid> kernels) => Sum(Selector(kernels, "capacity", $"container_metric_name!~\"{Unbounded}\""));

    /// <summary>Per-second rates of counters that are shown as they are, and their rate beside.</summary>
    public string RatesBeside(ReadOnlySpan<Guid> kernels) => RatesOf(kernels, RatedBeside);

    /// <summary>Per-second rates of counters that are shown as a rate.</summary>
    public string ShownRates(ReadOnlySpan<Guid> kernels) => RatesOf(kernels, Rate);

    /// <summary>Which counters that are shown as a rate exist at all: asked for kernels that lack one of the rates, young ones.</summary>
    public string RateCounters(ReadOnlySpan<Guid> kernels) => Sum(Selector(kernels, "current", $"container_metric_name=~\"{Rate}\""));

    /// <summary>A PromQL function of what an expression is over the window, at the points alone.</summary>
    /// <param name="function">Such as <c>max_over_time</c>.</param>
    /// <param name="expression">An instant vector.</param>
    /// <param name="points">The points; the query is to be evaluated at the last one.</param>
    /// <remarks>The range is a millisecond longer than from first to last: so every version of Prometheus counts the first point in.</remarks>
    public static string OverWindow(string function, string expression, EvaluationPoints points) =>
        $"{function}(({expression})[{points.Last - points.First + 1}ms:{points.Step}ms])";

    /// <summary>How many kernels fit into a query of at most <paramref name="maxBytes"/>, whichever it is; one at least.</summary>
    public int MaxKernels(int maxBytes)
    {
        const int BytesOfKernel = 36 + 1;
        var longest = OverWindow("max_over_time", ShownRates([Guid.Empty]), new EvaluationPoints(0, long.MaxValue / 2, long.MaxValue / 2));
        return Math.Max(1, 1 + ((maxBytes - Encoding.UTF8.GetByteCount(longest)) / BytesOfKernel));
    }

    private string RatesOf(ReadOnlySpan<Guid> kernels, string counters) =>
        Sum($"rate({Selector(kernels, "current", $"container_metric_name=~\"{counters}\"")}[{_range}])");

    private static string Sum(string vector) => $"sum by (kernel_id, container_metric_name) ({vector})";

    private string Selector(ReadOnlySpan<Guid> kernels, string type, string metrics)
    {
        var selector = new StringBuilder("backendai_container_utilization{kernel_id=~\"");
        foreach (var kernel in kernels)
        {
            selector.Append(kernel.ToString("D")).Append('|');
        }

        selector.Length--;
        return selector.Append($"\",value_type=\"{type}\",{metrics}{_matchers}}}").ToString();
    }

    private static string Alternatives(FrozenSet<string> names) => string.Join('|', names.Order(StringComparer.Ordinal));
}
