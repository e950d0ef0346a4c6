using System.Text;
using System.Text.Json;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Statistics;

public class LiveStatRendererTests
{
    private readonly MetricCatalog _catalog = new();

    [Fact]
    public void A_kernel_without_samples_is_null()
    {
        var rendering = new LiveStatRenderer(LiveStatPayload.Full).Render(new LiveStat(), DateTimeOffset.UnixEpoch);

        Assert.Equal("null", Text(rendering.LiveStat));
        Assert.All(Enum.GetValues<StatisticField>().Skip(1), field => Assert.Equal("0", Text(rendering[field])));
    }

    [Fact]
    public void The_payload_is_JSON_inside_a_JSON_string_as_the_manager_writes_it()
    {
        var stat = new LiveStat();
        ref var mem = ref stat[Metric("mem")];
        (mem.Instant, mem.Capacity, mem.Minimum, mem.Maximum, mem.Average) = (Value("200"), Value("800"), Value("100"), Value("300"), Value("250.25"));

        var rendering = new LiveStatRenderer(LiveStatPayload.Full).Render(stat, DateTimeOffset.UnixEpoch);

        Assert.Equal(
            """
            "{\"mem\": {\"current\": \"200\", \"capacity\": \"800\", \"pct\": \"25.00\", \"unit_hint\": \"bytes\", \"stats.min\": \"100\", \"stats.max\": \"300\", \"stats.sum\": \"0\", \"stats.avg\": \"250.25\", \"stats.diff\": \"0\", \"stats.rate\": \"0\", \"stats.version\": null}}"
            """,
            Text(rendering.LiveStat));
    }

    [Fact]
    public void Metrics_are_sorted_by_code_points_and_escaped_twice()
    {
        string[] names = ["z", "é\"\\\n\u007f", "한\ud83d\ude00", "Z", "aa", "a"];
        var stat = new LiveStat();
        foreach (var name in names)
        {
            stat[Metric(name)].Instant = Value("1");
        }

        var text = Text(new LiveStatRenderer(LiveStatPayload.Full).Render(stat, DateTimeOffset.UnixEpoch).LiveStat);
        var shown = JsonDocument.Parse(JsonSerializer.Deserialize<string>(text)!).RootElement.EnumerateObject().Select(metric => metric.Name);

        Assert.Equal(["Z", "a", "aa", "z", "é\"\\\n\u007f", "한\ud83d\ude00"], shown);
        Assert.All(text, character => Assert.InRange(character, ' ', '~'));
        Assert.Contains(@"\\u00e9\\\""\\\\\\n\\u007f", text);
        Assert.Contains(@"\\ud55c\\ud83d\\ude00", text);
    }

    [Theory]
    [InlineData("cpu_used", "msec")]
    [InlineData("cpu_util", "percent")]
    [InlineData("mem", "bytes")]
    [InlineData("net_rx", "bps")]
    [InlineData("net_tx", "bps")]
    [InlineData("io_read", "bytes")]
    [InlineData("io_write", "bytes")]
    [InlineData("io_scratch_size", "bytes")]
    [InlineData("cuda_util", "percent")]
    [InlineData("rocm_mem", "bytes")]
    [InlineData("io_odd", "bytes")]
    [InlineData("net_odd", "bps")]
    [InlineData("cuda_power", "cuda_power")]
    [InlineData("cuda_clock", "cuda_clock")]
    [InlineData("tpu_voltage", "tpu_voltage")]
    [InlineData("brand_new", "brand_new")]
    public void The_unit_hint_follows_from_the_name(string metric, string hint) =>
        Assert.Equal(hint, Show(metric, (ref stat) => stat.Instant = Value("1"))["unit_hint"]);

    [Theory]
    [InlineData("cpu_used")]
    [InlineData("io_read")]
    [InlineData("io_write")]
    [InlineData("net_rx")]
    [InlineData("net_tx")]
    public void Unbounded_metrics_have_the_sentinel_as_capacity_whatever_series_say(string metric)
    {
        var shown = Show(metric, (ref stat) => (stat.Instant, stat.Rate, stat.Capacity) = (Value("5"), Value("5"), Value("7")));

        Assert.Equal(("9223372036854775807", "0.00"), (shown["capacity"], shown["pct"]));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("NaN")]
    [InlineData("+Inf")]
    public void Without_a_positive_capacity_there_is_no_percentage(string capacity)
    {
        var shown = Show("mem", (ref stat) => (stat.Instant, stat.Capacity) = (Value("5"), Value(capacity)));

        Assert.Equal("0", shown["pct"]);
        Assert.Equal(capacity == "-5" ? "-5" : "0", shown["capacity"]);
    }

    [Fact]
    public void Rate_counters_show_their_rate_and_utilization_repeats_it_as_difference()
    {
        var shown = Show("cpu_util", (ref stat) => (stat.Rate, stat.Capacity, stat.Maximum, stat.Average) = (Value("150"), Value("1000"), Value("170"), Value("160")));

        Assert.Equal(("150", "15.00", "150", "0"), (shown["current"], shown["pct"], shown["stats.diff"], shown["stats.rate"]));
        Assert.Equal(("170", "160"), (shown["stats.max"], shown["stats.avg"]));
    }

    [Theory]
    [InlineData("net_rx", "5", "5")]
    [InlineData("net_tx", "5", "5")]
    [InlineData("io_read", "9", "5")]
    [InlineData("io_write", "9", "5")]
    [InlineData("cpu_used", "9", "0")]
    [InlineData("mem", "9", "0")]
    public void Traffic_has_a_rate(string metric, string current, string rate)
    {
        var shown = Show(metric, (ref stat) => (stat.Instant, stat.Rate) = (Value("9"), Value("5")));

        Assert.Equal((current, rate), (shown["current"], shown["stats.rate"]));
    }

    [Fact]
    public void A_rate_that_is_not_known_yet_is_zero()
    {
        var shown = Show("net_rx", (ref _) => { });

        Assert.Equal(("0", "0", "0", "0"), (shown["current"], shown["stats.max"], shown["stats.avg"], shown["stats.rate"]));
    }

    [Fact]
    public void A_window_without_a_point_yet_shows_what_there_is_now()
    {
        var shown = Show("mem", (ref stat) => stat.Instant = Value("7"));

        Assert.Equal(("7", "7", "7"), (shown["stats.min"], shown["stats.max"], shown["stats.avg"]));
    }

    [Theory]
    [InlineData("cpu_util", "current capacity pct unit_hint stats.avg stats.max")]
    [InlineData("cuda_util", "current capacity pct unit_hint stats.avg stats.max")]
    [InlineData("mem", "current capacity pct unit_hint stats.max")]
    [InlineData("cuda_mem", "current capacity pct unit_hint stats.max")]
    [InlineData("io_scratch_size", "current capacity pct unit_hint stats.max")]
    [InlineData("io_read", "current capacity pct unit_hint stats.rate")]
    [InlineData("cpu_used", "current capacity pct unit_hint")]
    [InlineData("cuda_power", "current capacity pct unit_hint")]
    public void The_legacy_payload_has_only_what_the_metric_declares(string metric, string fields)
    {
        var shown = Show(metric, (ref stat) => stat.Instant = Value("7"), LiveStatPayload.Legacy);

        Assert.Equal(fields, string.Join(' ', shown.Keys));
    }

    [Fact]
    public void The_legacy_scalars_are_JSON_numbers()
    {
        var stat = new LiveStat();
        stat[Metric("cpu_used")].Instant = Value("1234.9");
        (stat[Metric("cpu_util")].Rate, stat[Metric("cpu_util")].Capacity) = (Value("155"), Value("1000"));
        (stat[Metric("mem")].Instant, stat[Metric("mem")].Maximum) = (Value("10"), Value("20"));
        stat[Metric("net_rx")].Rate = Value("2048.333");
        (stat[Metric("io_write")].Instant, stat[Metric("io_write")].Rate) = (Value("1e+21"), Value("3"));
        stat[Metric("io_scratch_size")].Instant = Value("5");

        var rendering = new LiveStatRenderer(LiveStatPayload.Full).Render(stat, DateTimeOffset.UnixEpoch);

        Assert.Equal(
            ["1234", "15.5", "20", "10", "2048", "0", "0", "9223372036854775807", "5", "5"],
            Enum.GetValues<StatisticField>().Skip(1).Select(field => Text(rendering[field])));
    }

    [Fact]
    public void Numbers_at_their_longest_and_very_many_metrics_fit()
    {
        var stat = new LiveStat();
        var largest = Value("1.7976931348623157e+308");
        for (var i = 0; i < 200; i++)
        {
            ref var metric = ref stat[Metric($"{new string('é', 300)}{i}_util")];
            (metric.Instant, metric.Capacity, metric.Minimum, metric.Maximum, metric.Average) = (largest, Value("5e-324"), largest, largest, largest);
        }

        var rendering = new LiveStatRenderer(LiveStatPayload.Full).Render(stat, DateTimeOffset.UnixEpoch);

        Assert.Equal(200, JsonDocument.Parse(JsonSerializer.Deserialize<string>(rendering.LiveStat.Span)!).RootElement.EnumerateObject().Count());
    }

    private delegate void Filling(ref MetricStat stat);

    private Dictionary<string, string?> Show(string metric, Filling fill, LiveStatPayload payload = LiveStatPayload.Full)
    {
        var stat = new LiveStat();
        fill(ref stat[Metric(metric)]);
        var text = JsonSerializer.Deserialize<string>(new LiveStatRenderer(payload).Render(stat, DateTimeOffset.UnixEpoch).LiveStat.Span)!;
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string?>>>(text)![metric];
    }

    private Metric Metric(string name) => _catalog[Encoding.UTF8.GetBytes(name)];

    private static SampleValue Value(string text)
    {
        Assert.True(SampleValue.TryParse(Encoding.UTF8.GetBytes(text), out var value));
        return value;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
