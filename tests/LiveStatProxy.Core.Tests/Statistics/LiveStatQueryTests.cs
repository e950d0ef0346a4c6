using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Statistics;

public class LiveStatQueryTests
{
    private static readonly Guid[] Kernels = [Guid.Parse("3d5e2a0c-0000-4000-8000-00000000000A"), Guid.Parse("3d5e2a0c-0000-4000-8000-00000000000B")];

    private readonly LiveStatQuery _query = new(TimeSpan.FromMinutes(5), ["cluster=\"a\""]);

    [Fact]
    public void Values_leave_out_counters_that_are_shown_as_a_rate() => Assert.Equal(
        """sum by (kernel_id, container_metric_name) (backendai_container_utilization{kernel_id=~"3d5e2a0c-0000-4000-8000-00000000000a|3d5e2a0c-0000-4000-8000-00000000000b",value_type="current",container_metric_name!~"cpu_util|net_rx|net_tx",cluster="a"})""",
        _query.Values(Kernels));

    [Fact]
    public void Capacities_leave_out_metrics_that_have_none() => Assert.Equal(
        """sum by (kernel_id, container_metric_name) (backendai_container_utilization{kernel_id=~"3d5e2a0c-0000-4000-8000-00000000000a",value_type="capacity",container_metric_name!~"cpu_used|io_read|io_write|net_rx|net_tx",cluster="a"})""",
        _query.Capacities([Kernels[0]]));

    [Fact]
    public void Rates_are_over_the_window() => Assert.Equal(
        """sum by (kernel_id, container_metric_name) (rate(backendai_container_utilization{kernel_id=~"3d5e2a0c-0000-4000-8000-00000000000a",value_type="current",container_metric_name=~"cpu_util|net_rx|net_tx",cluster="a"}[300s]))""",
        _query.ShownRates([Kernels[0]]));

    [Fact]
    public void What_is_over_the_window_is_asked_for_at_the_points_alone() => Assert.Equal(
        "max_over_time((x)[240001ms:60000ms])",
        LiveStatQuery.OverWindow("max_over_time", "x", new EvaluationPoints(0, 240_000, 60_000)));

    [Theory]
    [InlineData(16_000)]
    [InlineData(1_000)]
    [InlineData(10)]
    public void As_many_kernels_as_fit_are_asked_for_at_once(int maxBytes)
    {
        var count = _query.MaxKernels(maxBytes);
        var kernels = Enumerable.Range(0, count).Select(_ => Guid.NewGuid()).ToArray();
        var longest = LiveStatQuery.OverWindow("max_over_time", _query.ShownRates(kernels), new EvaluationPoints(0, 2_592_000_000, 3_600_000));

        Assert.InRange(count, 1, int.MaxValue);
        Assert.True(count == 1 || longest.Length <= maxBytes);
    }
}
