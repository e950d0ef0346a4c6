using System.Text.Json;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>The rules of config/STATISTICS.md, each on a real Prometheus.</summary>
public sealed class OddValues(RealPrometheus prometheus)
{
    private static readonly long[] Times = WrittenKernel.Times(TimeSpan.FromMinutes(12));

    [Fact]
    public async Task A_kernel_that_was_never_seen_is_null()
    {
        await using var ours = Source();

        var rendering = (await ours.GetAsync(Guid.NewGuid()))[0];

        Assert.Equal("null", SourceUnderTest.Text(rendering, StatisticField.LiveStat));
        Assert.Equal("0", SourceUnderTest.Text(rendering, StatisticField.MemCurBytes));
    }

    [Fact]
    public async Task A_kernel_that_is_long_gone_is_null()
    {
        var end = Times[^1] - 900_000;
        var samples = WrittenKernel.Times(TimeSpan.FromMinutes(8), end).SkipLast(1).Select(time => (time, 5.0)).Append((end, RemoteWrite.StalenessMarker));

        var shown = await ShowAsync(new WrittenKernel().With("mem", "current", samples).With("cpu_util", "current", samples));

        Assert.Equal(JsonValueKind.Null, shown.ValueKind);
    }

    [Fact]
    public async Task A_kernel_that_ended_a_moment_ago_keeps_what_is_over_the_window()
    {
        var samples = Times.SkipLast(1).Select(time => (time, 5.0)).Append((Times[^1], RemoteWrite.StalenessMarker));

        var mem = (await ShowAsync(new WrittenKernel().With("mem", "current", samples))).GetProperty("mem");

        Assert.Equal(("0", "5"), (Field(mem, "current"), Field(mem, "stats.max")));
    }

    [Fact]
    public async Task Two_instances_that_export_one_kernel_are_summed()
    {
        var kernel = new WrittenKernel()
            .With("mem", "current", Times.Select(time => (time, 100.0)))
            .With("mem", "current", Times.Select(time => (time, 11.0)), ("instance", "10.0.0.2:6003"))
            .With("mem", "capacity", Times.Select(time => (time, 1000.0)));

        var mem = (await ShowAsync(kernel)).GetProperty("mem");

        Assert.Equal(("111", "11.10", "111"), (Field(mem, "current"), Field(mem, "pct"), Field(mem, "stats.max")));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task What_is_no_number_is_shown_as_zero(double value)
    {
        var shown = await ShowAsync(new WrittenKernel()
            .With("mem", Times.Select(time => (time, value)), capacity: value)
            .With("cuda_util", Times.Select(time => (time, value)), capacity: 100)
            .With("net_rx", Times.Select(time => (time, value))));

        Assert.All(
            new[] { shown.GetProperty("mem"), shown.GetProperty("cuda_util"), shown.GetProperty("net_rx") },
            metric => Assert.Equal(("0", "0", "0", "0"), (Field(metric, "current"), Field(metric, "stats.min"), Field(metric, "stats.max"), Field(metric, "stats.avg"))));
        Assert.Equal(("0", "0"), (Field(shown.GetProperty("mem"), "capacity"), Field(shown.GetProperty("mem"), "pct")));
        Assert.Equal("0.00", Field(shown.GetProperty("cuda_util"), "pct"));
    }

    [Fact]
    public async Task Numbers_beyond_a_decimal_and_below_a_thousandth_are_shown_without_exponent()
    {
        var shown = await ShowAsync(new WrittenKernel()
            .With("huge", Times.Select(time => (time, 1.5e+300)))
            .With("tiny", Times.Select(time => (time, 1e-7)))
            .With("below_zero", Times.Select(time => (time, -12.3456))));

        Assert.Equal("15" + new string('0', 299), Field(shown.GetProperty("huge"), "current"));
        Assert.Equal("0", Field(shown.GetProperty("tiny"), "current"));
        Assert.Equal("-12.346", Field(shown.GetProperty("below_zero"), "current"));
    }

    [Fact]
    public async Task A_counter_that_was_reset_has_no_negative_rate()
    {
        var half = Times[Times.Length / 2];
        var counter = Times.Select(time => (time, (time < half ? time - Times[0] : time - half) / 1000.0));

        var rate = (await ShowAsync(new WrittenKernel().With("net_rx", counter))).GetProperty("net_rx");

        Assert.InRange(double.Parse(Field(rate, "current")!, System.Globalization.CultureInfo.InvariantCulture), 0.9, 1.1);
    }

    [Fact]
    public async Task Series_without_a_kernel_or_with_another_id_than_a_UUID_belong_to_nobody()
    {
        var kernel = new WrittenKernel()
            .With("mem", Times.Select(time => (time, 1.0)))
            .With("mem", "current", Times.Select(time => (time, 1000.0)), ("kernel_id", "not-a-uuid"))
            .With("nobody", "current", Times.Select(time => (time, 1000.0)), ("kernel_id", ""))
            .With("", "current", Times.Select(time => (time, 1000.0)));

        var shown = await ShowAsync(kernel);

        Assert.Equal(["mem"], shown.EnumerateObject().Select(metric => metric.Name));
        Assert.Equal("1", Field(shown.GetProperty("mem"), "current"));
    }

    [Fact]
    public async Task Percentages_that_agents_export_are_not_looked_at()
    {
        var kernel = new WrittenKernel()
            .With("cuda_util", Times.Select(time => (time, 50.0)), capacity: 100)
            .With("cuda_util", "pct", Times.Select(time => (time, 99.0)));

        Assert.Equal("50.00", Field((await ShowAsync(kernel)).GetProperty("cuda_util"), "pct"));
    }

    [Fact]
    public async Task Metrics_of_plugins_are_shown_whatever_their_names()
    {
        string[] names = ["tpu_clock", "with \"quotes\" and \\", "한글 \ud83d\ude00\n"];
        var kernel = new WrittenKernel();
        Array.ForEach(names, name => kernel.With(name, Times.Select(time => (time, 3.0))));

        var shown = await ShowAsync(kernel);

        Assert.Equal(names, shown.EnumerateObject().Select(metric => metric.Name));
        Assert.All(names, name => Assert.Equal(("3", name), (Field(shown.GetProperty(name), "current"), Field(shown.GetProperty(name), "unit_hint"))));
    }

    [Fact]
    public async Task A_rate_that_is_not_known_yet_is_zero_where_the_reference_shows_the_counter()
    {
        long[] once = [Times[^1]];
        var kernel = new WrittenKernel()
            .With("cpu_util", once.Select(time => (time, 123_456.0)), capacity: 1000)
            .With("net_rx", once.Select(time => (time, 123_456.0)))
            .With("mem", once.Select(time => (time, 5.0)));

        var shown = await ShowAsync(kernel);

        Assert.Equal(["cpu_util", "mem", "net_rx"], shown.EnumerateObject().Select(metric => metric.Name));
        var cpu = shown.GetProperty("cpu_util");
        Assert.Equal(("0", "0.00", "0", "0"), (Field(cpu, "current"), Field(cpu, "pct"), Field(cpu, "stats.max"), Field(cpu, "stats.diff")));
        Assert.Equal(("0", "0"), (Field(shown.GetProperty("net_rx"), "current"), Field(shown.GetProperty("net_rx"), "stats.rate")));
    }

    [Fact]
    public async Task A_kernel_before_its_first_evaluation_mark_has_its_current_value_as_maximum_where_the_reference_shows_zero()
    {
        // So coarse a resolution that no mark has passed within the samples, unless one has in these very seconds.
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        long[] young = [.. Times.TakeLast(3).Where(time => time / 86_400_000 == now / 86_400_000)];
        var kernel = new WrittenKernel()
            .With("mem", young.Select(time => (time, 5.0)))
            .With("cpu_util", young.Select(time => (time, (time - young[0]) / 2.0)), capacity: 1000);
        await prometheus.WriteAsync(kernel);
        await using var ours = Source(options => options.Resolution = "1d");
        using var http = new HttpClient();

        var rendering = (await ours.GetAsync(kernel.Id))[0];
        var reference = await new ReferenceImplementation(http, prometheus.Address, stats: "5m:1d").ShowAsync([kernel.Id], rendering.EvaluatedAt, TestContext.Current.CancellationToken);

        var mem = SourceUnderTest.Show(rendering).GetProperty("mem");
        var cpu = SourceUnderTest.Show(rendering).GetProperty("cpu_util");
        Assert.Equal("0", reference[kernel.Id]["mem"]["stats.max"]);
        Assert.Equal(("5", "5", "5"), (Field(mem, "stats.min"), Field(mem, "stats.max"), Field(mem, "stats.avg")));
        Assert.Equal(Field(cpu, "current"), Field(cpu, "stats.max"));
        Assert.NotEqual("0", Field(cpu, "current"));
    }

    [Fact]
    public async Task The_minimum_and_the_rates_of_io_are_filled_in_where_the_reference_leaves_zero()
    {
        var kernel = new WrittenKernel()
            .With("mem", Times.Select(time => (time, time < Times[^1] - 100_000 ? 7.0 : 9.0)))
            .With("io_read", Times.Select(time => (time, (time - Times[0]) / 1000.0)))
            .With("io_write", Times.Select(time => (time, (time - Times[0]) / 500.0)));

        var shown = await ShowAsync(kernel);

        Assert.Equal(("9", "7", "9"), (Field(shown.GetProperty("mem"), "current"), Field(shown.GetProperty("mem"), "stats.min"), Field(shown.GetProperty("mem"), "stats.max")));
        Assert.Equal(("1", "2"), (Field(shown.GetProperty("io_read"), "stats.rate"), Field(shown.GetProperty("io_write"), "stats.rate")));
    }

    [Fact]
    public async Task The_gaps_of_the_first_move_to_Prometheus_are_closed()
    {
        var kernel = new WrittenKernel()
            .With("cpu_used", Times.Select(time => (time, 4.0)), capacity: 4)
            .With("cpu_util", Times.Select(time => (time, (time - Times[0]) / 2.0)), capacity: 1000)
            .With("cuda_util", Times.Select(time => (time, 60.0)), capacity: 100)
            .With("cuda_clock", Times.Select(time => (time, 1500.0)))
            .With("tpu_voltage", Times.Select(time => (time, 12.0)));

        var shown = await ShowAsync(kernel);

        Assert.Equal(("9223372036854775807", "0.00"), (Field(shown.GetProperty("cpu_used"), "capacity"), Field(shown.GetProperty("cpu_used"), "pct")));
        Assert.All(shown.EnumerateObject(), metric => Assert.NotEqual(("0", "0"), (Field(metric.Value, "stats.max"), Field(metric.Value, "stats.avg"))));
        Assert.Equal(("500", "500", "50.00"), (Field(shown.GetProperty("cpu_util"), "stats.max"), Field(shown.GetProperty("cpu_util"), "stats.avg"), Field(shown.GetProperty("cpu_util"), "pct")));
        Assert.Equal(("1500", "12"), (Field(shown.GetProperty("cuda_clock"), "stats.max"), Field(shown.GetProperty("tpu_voltage"), "stats.avg")));
    }

    private static string? Field(JsonElement metric, string name) => metric.GetProperty(name).GetString();

    private SourceUnderTest Source(Action<PrometheusOptions>? change = null)
    {
        var options = new PrometheusOptions { Address = prometheus.Address, Timeout = TimeSpan.FromSeconds(30) };
        change?.Invoke(options);
        return new SourceUnderTest(options);
    }

    private async Task<JsonElement> ShowAsync(WrittenKernel kernel)
    {
        await prometheus.WriteAsync(kernel);
        await using var ours = Source();
        return await ours.GetMetricsAsync(kernel.Id);
    }
}
