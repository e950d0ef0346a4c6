using System.Globalization;
using System.Text.Json;
using LiveStatProxy.Rollout;

namespace LiveStatProxy.Tests.Pipeline;

/// <summary>What older clients read: single numbers beside <c>live_stat</c>, and a payload with fewer fields.</summary>
public class LegacyTests(GateWorld gate) : IClassFixture<GateWorld>
{
    private const string WithScalars = """
        { legacy_compute_session_list(limit: 50, offset: 0) { items {
            sess_id live_stat cpu_used cpu_using mem_max_bytes mem_cur_bytes net_rx_bytes net_tx_bytes
            io_read_bytes io_write_bytes io_max_scratch_size io_cur_scratch_size
        } total_count } }
        """;

    private const string ScalarsAlone = "{ legacy_compute_session_list(limit: 50, offset: 0) { items { sess_id cpu_used cpu_using mem_cur_bytes } } }";

    private static readonly (string Scalar, string Metric, string Field)[] Whole =
    [
        ("cpu_used", "cpu_used", "current"),
        ("mem_max_bytes", "mem", "stats.max"),
        ("mem_cur_bytes", "mem", "current"),
        ("net_rx_bytes", "net_rx", "stats.rate"),
        ("net_tx_bytes", "net_tx", "stats.rate"),
        ("io_read_bytes", "io_read", "current"),
        ("io_write_bytes", "io_write", "current"),
        ("io_max_scratch_size", "io_scratch_size", "stats.max"),
        ("io_cur_scratch_size", "io_scratch_size", "current"),
    ];

    [Fact]
    public async Task Scalars_are_the_numbers_of_the_statistic_beside_them()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, "--LiveStat:LegacyScalars=true");

        var answer = await proxy.SendAsync(WithScalars);

        Assert.StartsWith("source=prometheus; reason=ok", answer.Result, StringComparison.Ordinal);
        var items = Items(answer.Text);
        Assert.Contains(items, item => item.GetProperty("live_stat").ValueKind == JsonValueKind.String);
        foreach (var item in items)
        {
            var statistic = item.GetProperty("live_stat").GetString() is { } json ? JsonElement.Parse(json) : default;
            foreach (var (scalar, metric, field) in Whole)
            {
                Assert.Equal(Number(statistic, metric, field).Split('.')[0], item.GetProperty(scalar).GetRawText());
            }

            Assert.Equal(
                double.Parse(Number(statistic, "cpu_util", "pct"), CultureInfo.InvariantCulture), item.GetProperty("cpu_using").GetDouble());
        }
    }

    [Fact]
    public async Task Scalars_alone_are_translated_and_nothing_else_of_the_answer_changes()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, "--LiveStat:LegacyScalars=true");

        var direct = await proxy.SendDirectlyAsync(ScalarsAlone);
        var proxied = await proxy.SendAsync(ScalarsAlone);

        Assert.StartsWith("source=prometheus; reason=ok", proxied.Result, StringComparison.Ordinal);
        Assert.Equal(Names(direct.Text), Names(proxied.Text));

        static IEnumerable<string> Names(string answer) => Items(answer).Select(item =>
            $"{item.GetProperty("sess_id")}: {string.Join(' ', item.EnumerateObject().Select(property => $"{property.Name} {property.Value.ValueKind}"))}");
    }

    [Fact]
    public async Task Scalars_are_the_managers_by_default()
    {
        var direct = await gate.InModePrometheus.SendDirectlyAsync(ScalarsAlone);
        var proxied = await gate.InModePrometheus.SendAsync(ScalarsAlone);

        Assert.Equal("source=manager; reason=no-live-stat", proxied.Result);
        Assert.Equal(direct.Text, proxied.Text);
    }

    [Fact]
    public async Task The_legacy_payload_has_the_fields_that_an_older_manager_sends()
    {
        await using var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, "--LiveStat:Payload=Legacy");

        var direct = await proxy.SendDirectlyAsync(SampleOperations.Containers);
        var proxied = await proxy.SendAsync(SampleOperations.Containers);

        Assert.StartsWith("source=prometheus; reason=ok", proxied.Result, StringComparison.Ordinal);
        Assert.Equal(Fields(direct.Text), Fields(proxied.Text));

        static IEnumerable<string> Fields(string answer) => StatisticText.In(answer)
            .SelectMany(statistic => statistic.EnumerateObject())
            .Select(metric => $"{metric.Name}: {string.Join(' ', metric.Value.EnumerateObject().Select(field => field.Name).Order())}")
            .Distinct()
            .Order();
    }

    private static List<JsonElement> Items(string answer) =>
        [.. JsonElement.Parse(answer).GetProperty("data").GetProperty("legacy_compute_session_list").GetProperty("items").EnumerateArray()];

    private static string Number(JsonElement statistic, string metric, string field) =>
        statistic.ValueKind == JsonValueKind.Object && statistic.TryGetProperty(metric, out var fields) ? fields.GetProperty(field).GetString()! : "0";
}
