using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow;
using Microsoft.Extensions.Logging;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>From the gate's hand to the tally, the metrics and the log.</summary>
public class ShadowComparisonTests
{
    private const string Healthy = """{"mem": {"current": "1000000000", "unit_hint": "bytes"}}""";
    private const string Skewed = """{"mem": {"current": "1250000000", "unit_hint": "bytes"}}""";
    private const string Series = "livestat_shadow_comparisons_total{metric=\"mem\",field=\"current\",result=";

    private static readonly Guid[] Kernels = [Guid.NewGuid(), Guid.NewGuid()];

    [Fact]
    public async Task Every_kernel_is_compared_and_counted()
    {
        await using var shadow = new ShadowUnderTest();
        shadow.Source.Answer = _ => Healthy;
        await shadow.StartAsync();

        shadow.Take(Healthy, Kernels);
        await ComparedAsync(shadow, 2);

        Assert.Equal(2, await shadow.ReadMetricAsync($"{Series}\"equal\"}}"));
        Assert.Equal((8, 0), (shadow.Guardrail.Equal, shadow.Guardrail.Mismatched));
        Assert.Equal((2, 8), shadow.Tally.Read(contents => (contents.Kernels, (int)contents.Tally.Judged)));
    }

    [Fact]
    public async Task A_mismatch_is_logged_with_all_that_an_operator_needs_and_nothing_of_the_caller()
    {
        await using var shadow = new ShadowUnderTest();
        shadow.Source.Answer = _ => Skewed;
        await shadow.StartAsync();

        shadow.Take(Healthy, Kernels[..1], caller: "AKIASECRETIVE");
        await ComparedAsync(shadow, 1);

        var entry = Assert.Single(shadow.Log.Entries, entry => entry.EventName == "ShadowMismatch");
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.Equal(Kernels[0], entry.Properties["Kernel"]);
        Assert.Equal(("mem", "current"), (entry.Properties["Metric"], entry.Properties["Field"]));
        Assert.Equal(("1000000000", "1250000000"), (entry.Properties["Manager"], entry.Properties["Prometheus"]));
        Assert.Equal((250_000_000d, 125_000_000d), (entry.Properties["Difference"], entry.Properties["Allowed"]));
        Assert.Equal("SessionList", entry.Properties["Operation"]);
        Assert.Matches("^[0-9a-f]{12}$", (string)entry.Properties["Caller"]!);
        Assert.All(shadow.Log.Entries, any => Assert.DoesNotContain("SECRETIVE", any.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mismatches_beyond_the_rate_are_held_back_and_counted_in_the_next_line()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { NoiseShare = 0, LogsPerMinute = 2, KernelInterval = TimeSpan.Zero });
        shadow.Source.Answer = _ => Skewed;
        await shadow.StartAsync();

        for (var i = 1; i <= 6; i++)
        {
            shadow.Take(Healthy, Kernels[..1]);
            await ComparedAsync(shadow, i);
        }

        Assert.Equal(2, Lines().Count);
        Assert.Equal(4, await shadow.ReadMetricAsync("livestat_shadow_logs_held_back_total"));

        shadow.Time.Advance(TimeSpan.FromMinutes(1));
        shadow.Take(Healthy, Kernels[..1]);
        await ComparedAsync(shadow, 7);
        Assert.Equal(4, Lines()[^1].Properties["HeldBack"]);

        List<CollectedEntry> Lines() => [.. shadow.Log.Entries.Where(entry => entry.EventName == "ShadowMismatch")];
    }

    [Fact]
    public async Task A_Prometheus_that_fails_is_skipped_and_no_mismatch()
    {
        await using var shadow = new ShadowUnderTest();
        await shadow.StartAsync();

        shadow.Take(Healthy, Kernels);
        await ComparedAsync(shadow, 2);

        Assert.Equal(2, shadow.Tally.Read(contents => contents.Tally[SkipReason.PrometheusUnavailable]));
        Assert.Equal(2, await shadow.ReadMetricAsync("livestat_shadow_skipped_total{reason=\"prometheus-unavailable\"}"));
    }

    [Fact]
    public async Task A_Prometheus_that_keeps_silent_is_given_up()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { NoiseShare = 0, MaxLag = TimeSpan.FromSeconds(1) });
        shadow.Source.Gate = new TaskCompletionSource().Task;
        await shadow.StartAsync();

        shadow.Take(Healthy, Kernels);
        await ComparedAsync(shadow, 2);

        Assert.Equal(2, shadow.Tally.Read(contents => contents.Tally[SkipReason.PrometheusUnavailable]));
    }

    [Fact]
    public async Task What_waited_too_long_is_dropped_and_counted()
    {
        await using var shadow = new ShadowUnderTest();
        shadow.Source.Answer = _ => Healthy;

        shadow.Take(Healthy, Kernels);
        shadow.Time.Advance(TimeSpan.FromSeconds(11));
        await shadow.StartAsync();

        await Eventually.TrueAsync(
            async () => await shadow.ReadMetricAsync("livestat_shadow_dropped_total{reason=\"too-late\"}") == 2,
            "the observation was not dropped");
        Assert.Equal(0, shadow.Source.Readings);
    }

    [Fact]
    public async Task An_error_of_ours_is_logged_and_ends_nothing()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { NoiseShare = 0, KernelInterval = TimeSpan.Zero });
        shadow.Source.Answer = reading => reading == 1 ? throw new InvalidOperationException("a bug") : Healthy;
        await shadow.StartAsync();

        shadow.Take(Healthy, Kernels);
        await Eventually.TrueAsync(
            () => shadow.Log.Entries.Any(entry => entry.Level == LogLevel.Error),
            "the error was not logged");
        shadow.Take(Healthy, Kernels);
        await ComparedAsync(shadow, 2);

        Assert.Equal(2, await shadow.ReadMetricAsync("livestat_shadow_dropped_total{reason=\"failed\"}"));
    }

    [Fact]
    public async Task Prometheus_is_compared_with_itself_one_freshness_later()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { NoiseShare = 1 });
        shadow.Source.Answer = reading => reading == 1 ? Healthy : Skewed;
        await shadow.StartAsync();

        shadow.Take(Healthy, Kernels[..1]);
        await ComparedAsync(shadow, 1);
        Assert.Equal(1, shadow.Source.Readings);
        await Eventually.TrueAsync(
            async () =>
            {
                shadow.Time.Advance(TimeSpan.FromSeconds(2));
                return await shadow.ReadMetricAsync(NoiseOf("mismatch")) == 1;
            },
            "there was no second reading");

        Assert.Equal(1, shadow.Tally.Read(contents => contents.Tally.Fields[new FieldKey("mem", "current")].NoiseMismatches));
        Assert.Equal(0, shadow.Tally.Read(contents => contents.Tally[ComparisonResult.Mismatch]));

        static string NoiseOf(string result) => Series.Replace("shadow_", "shadow_noise_", StringComparison.Ordinal) + $"\"{result}\"}}";
    }

    [Fact]
    public async Task Unknown_metrics_fold_beyond_a_limit()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { NoiseShare = 0, MaxMetricNames = 10 });
        var payload = "{" + string.Join(", ", Enumerable.Range(0, 100).Select(i => $$"""
            "plugin_{{i}}": {"current": "1"}
            """)) + "}";
        shadow.Source.Answer = _ => payload;
        await shadow.StartAsync();

        shadow.Take(payload, Kernels[..1]);
        await ComparedAsync(shadow, 1);

        Assert.Equal(90, await shadow.ReadMetricAsync("livestat_shadow_comparisons_total{metric=\"other\",field=\"current\",result=\"equal\"}"));
    }

    private static Task ComparedAsync(ShadowUnderTest shadow, int kernels) => Eventually.TrueAsync(
        async () => await shadow.ReadMetricAsync("livestat_shadow_kernels_total") >= kernels
            && shadow.Tally.Read(contents => contents.Tally.Fields.Values.Sum(field => field.Judged + field[ComparisonResult.Skipped])) >= kernels,
        "kernels were not compared");
}
