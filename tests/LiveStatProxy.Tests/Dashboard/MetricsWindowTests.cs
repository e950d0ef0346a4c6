using LiveStatProxy.Admin.Dashboard;

namespace LiveStatProxy.Tests.Dashboard;

public class MetricsWindowTests
{
    [Fact]
    public void A_counter_has_grown_since_the_window_began()
    {
        var window = Window(
            """
            # TYPE livestat_requests_total counter
            livestat_requests_total{source="manager",reason="shadow"} 10
            livestat_shadow_kernels_total 1
            """,
            """
            livestat_requests_total{source="manager",reason="shadow"} 25
            livestat_requests_total{source="prometheus",reason="ok"} 4
            """);

        Assert.Equal([("shadow", 15), ("ok", 4)], window.Growth("livestat_requests_total").Select(series => (series.Labels["reason"], series.Value)));
        Assert.Equal([1.9], window.Rates("livestat_requests_total"));
        Assert.Equal(TimeSpan.FromSeconds(10), window.Length);
    }

    [Fact]
    public void A_quantile_is_of_what_was_observed_within_the_window()
    {
        var window = Window(
            """
            livestat_added_seconds_bucket{le="0.1"} 1000
            livestat_added_seconds_bucket{le="0.2"} 1000
            livestat_added_seconds_bucket{le="+Inf"} 1000
            """,
            """
            livestat_added_seconds_bucket{le="0.1"} 1000
            livestat_added_seconds_bucket{le="0.2"} 1010
            livestat_added_seconds_bucket{le="+Inf"} 1010
            """);

        Assert.Equal(0.15, window.Quantile("livestat_added_seconds", 0.5)!.Value, 1e-9);
        Assert.Null(window.Quantile("livestat_manager_seconds", 0.5));
    }

    private static MetricsWindow Window(params string[] texts) =>
        new([.. texts.Select((text, i) => MetricsSnapshot.Parse(text, DateTimeOffset.UnixEpoch.AddSeconds(10 * i)))]);
}
