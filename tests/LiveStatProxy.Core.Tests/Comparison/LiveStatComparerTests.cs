using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Comparison;

public class LiveStatComparerTests
{
    [Fact]
    public void A_healthy_kernel_has_no_mismatch()
    {
        var comparisons = Payloads.Compare(Payloads.Manager, Payloads.Prometheus);

        Assert.DoesNotContain(comparisons, comparison => comparison.Result is ComparisonResult.Mismatch or ComparisonResult.Skipped);
        Assert.Equal(ComparisonResult.Equal, comparisons.Of("mem", "capacity").Result);
        Assert.Equal(ComparisonResult.Equal, comparisons.Of("mem", "unit_hint").Result);
        Assert.Equal(ComparisonResult.WithinTolerance, comparisons.Of("mem", "current").Result);
        Assert.Equal(ComparisonResult.WithinTolerance, comparisons.Of("mem", "pct").Result);
    }

    [Theory]
    [InlineData("cpu_used", "capacity", "unbounded-capacity")]
    [InlineData("cpu_used", "pct", "unbounded-capacity")]
    [InlineData("net_rx", "capacity", "unbounded-capacity")]
    [InlineData("net_rx", "stats.rate", "undeclared-statistics")]
    [InlineData("mem", "stats.version", "undeclared-statistics")]
    [InlineData("mem", "stats.max", "lifelong-maximum")]
    [InlineData("cpu_util", "stats.avg", "lifelong-average")]
    public void What_differs_by_design_is_expected(string metric, string field, string rule)
    {
        var comparison = Payloads.Compare(Payloads.Manager, Payloads.Prometheus).Of(metric, field);

        Assert.Equal((ComparisonResult.Expected, rule), (comparison.Result, comparison.Rule?.Name));
    }

    [Fact]
    public void A_value_beyond_its_tolerance_is_a_mismatch_that_tells_how_far()
    {
        var comparison = Compare("mem", """{"current": "1000000000"}""", """{"current": "1250000000"}""").Of("mem", "current");

        Assert.Equal((ComparisonResult.Mismatch, MismatchKind.Value), (comparison.Result, comparison.Kind));
        Assert.Equal(250_000_000, comparison.Difference);
        Assert.Equal(0.2, comparison.RelativeDifference);
        Assert.Equal(125_000_000, comparison.Allowed!.Value.Difference);
    }

    [Theory]
    [InlineData("""{"current": "5"}""", """{"current": null}""", MismatchKind.Presence)]
    [InlineData("""{"current": "5"}""", "{}", MismatchKind.Presence)]
    [InlineData("{}", """{"current": "5"}""", MismatchKind.Presence)]
    [InlineData("""{"current": "5"}""", """{"current": 5}""", MismatchKind.Shape)]
    [InlineData("""{"current": "5"}""", """{"current": "NaN"}""", MismatchKind.Shape)]
    [InlineData("""{"unit_hint": "bytes"}""", """{"unit_hint": "msec"}""", MismatchKind.Value)]
    public void A_mismatch_is_of_value_of_presence_or_of_shape(string manager, string prometheus, MismatchKind kind)
    {
        var comparison = Assert.Single(Compare("mem", manager, prometheus), comparison => comparison.Field != PayloadFields.Whole);

        Assert.Equal((ComparisonResult.Mismatch, kind), (comparison.Result, comparison.Kind));
    }

    [Fact]
    public void A_metric_that_one_side_lacks_is_one_mismatch_of_presence()
    {
        var comparison = Payloads.Compare("""{"mem": {"current": "1"}, "cuda_mem": {"current": "1"}}""", """{"mem": {"current": "1"}}""");

        Assert.Equal(["* *", "cuda_mem *", "mem *", "mem current"], comparison.Select(each => $"{each.Metric} {each.Field}"));
        Assert.Equal(MismatchKind.Presence, comparison.Of("cuda_mem", PayloadFields.Whole).Kind);
        Assert.Equal(ComparisonResult.Equal, comparison.Of("mem", PayloadFields.Whole).Result);
    }

    [Theory]
    [InlineData("null", Payloads.Prometheus, ComparisonResult.Mismatch, MismatchKind.Presence)]
    [InlineData(Payloads.Manager, "null", ComparisonResult.Mismatch, MismatchKind.Presence)]
    [InlineData("null", "null", ComparisonResult.Equal, null)]
    [InlineData("[]", Payloads.Prometheus, ComparisonResult.Mismatch, MismatchKind.Shape)]
    [InlineData("[]", "[]", ComparisonResult.Mismatch, MismatchKind.Shape)]
    public void A_kernel_that_cannot_be_taken_apart_is_compared_as_a_whole(
        string manager, string prometheus, ComparisonResult result, MismatchKind? kind)
    {
        var comparison = Assert.Single(Payloads.Compare(manager, prometheus));

        Assert.Equal((PayloadFields.Whole, PayloadFields.Whole), (comparison.Metric, comparison.Field));
        Assert.Equal((result, kind), (comparison.Result, comparison.Kind));
    }

    [Fact]
    public void An_error_in_the_statistics_place_is_skipped()
    {
        var comparison = Assert.Single(Payloads.Compare("null", Payloads.Prometheus, hasErrors: true));

        Assert.Equal(SkipReason.ManagerError, comparison.Skip);
        Assert.Contains(
            Payloads.Compare(Payloads.Manager, Payloads.Prometheus, hasErrors: true), each => each.Result == ComparisonResult.Equal);
    }

    [Fact]
    public void A_manager_that_is_on_Prometheus_itself_is_skipped()
    {
        Assert.Equal(SkipReason.ManagerOnPrometheus, Assert.Single(Payloads.Compare(Payloads.Prometheus, Payloads.Prometheus)).Skip);
    }

    [Fact]
    public void A_kernel_that_has_only_begun_is_not_held_to_what_it_lacks()
    {
        const string Young = """{"cpu_util": {"current": "0"}, "mem": {"current": "5"}}""";
        const string Running = """{"cpu_util": {"current": "900"}, "mem": {"current": "5"}}""";

        Assert.Equal(SkipReason.KernelStarting, Assert.Single(Payloads.Compare(Running, "null", isNew: true)).Skip);
        var comparisons = Bare.Compare(Payloads.Parse(Running), Payloads.Parse(Young), new ComparisonContext(Payloads.Today, IsNewKernel: true));
        Assert.Equal(SkipReason.KernelStarting, comparisons.Of("cpu_util", "current").Skip);
        Assert.Equal(ComparisonResult.Equal, comparisons.Of("mem", "current").Result);
    }

    [Fact]
    public void A_new_kernel_whose_rates_are_known_is_held_to_everything()
    {
        const string Wrong = """{"cpu_util": {"current": "900"}, "mem": {"current": "900000000"}}""";
        const string Running = """{"cpu_util": {"current": "900"}, "mem": {"current": "5"}}""";

        Assert.Equal(ComparisonResult.Mismatch, Payloads.Compare(Running, Wrong, isNew: true).Of("mem", "current").Result);
    }

    [Fact]
    public void A_counter_may_gain_what_its_rate_gives_it_between_two_looks()
    {
        const string Manager = """{"cpu_util": {"current": "64000"}, "cpu_used": {"current": "10000000"}}""";

        Assert.Equal(ComparisonResult.WithinTolerance, CpuTime("11500000"));
        Assert.Equal(ComparisonResult.Mismatch, CpuTime("12500000"));

        ComparisonResult CpuTime(string prometheus) => Payloads.Compare(
            Manager, Manager.Replace("10000000", prometheus, StringComparison.Ordinal)).Of("cpu_used", "current").Result;
    }

    [Fact]
    public void A_percentage_has_the_tolerance_of_its_value_in_percent_of_the_capacity()
    {
        // 64 MiB are a quarter of this capacity.
        Assert.Equal(ComparisonResult.WithinTolerance, Memory("50.00"));
        Assert.Equal(ComparisonResult.Mismatch, Memory("51.00"));

        ComparisonResult Memory(string percentage) => Compare(
            "mem",
            """{"current": "67108864", "capacity": "268435456", "pct": "25.00"}""",
            $$"""{"current": "134217728", "capacity": "268435456", "pct": "{{percentage}}"}""").Of("mem", "pct").Result;
    }

    [Fact]
    public void A_lifelong_maximum_can_only_be_greater()
    {
        var comparison = Compare("mem", """{"stats.max": "1"}""", """{"stats.max": "3000000000"}""").Of("mem", "stats.max");

        Assert.Equal(ComparisonResult.Mismatch, comparison.Result);
    }

    [Theory]
    [InlineData("cpu_util", "stats.max", true)]
    [InlineData("cpu_util", "stats.avg", true)]
    [InlineData("cpu_util", "current", false)]
    [InlineData("mem", "current", false)]
    [InlineData("mem", "capacity", false)]
    public void Where_a_rule_says_that_one_side_is_larger_the_mean_says_nothing_be_the_values_within_tolerance_or_not(
        string metric, string field, bool hasMovedMean)
    {
        Assert.Equal(hasMovedMean, Payloads.Compare(Payloads.Manager, Payloads.Prometheus).Of(metric, field).HasMovedMean);
    }

    [Fact]
    public void A_rule_holds_to_the_end_of_its_last_day()
    {
        var rule = new ExpectedDifference("known", "…", new NamePatterns("mem"), new NamePatterns("*"), Until: Payloads.Today);
        var comparer = new LiveStatComparer(new ToleranceTable([]), [rule]);

        Assert.Equal(ComparisonResult.Expected, On(Payloads.Today));
        Assert.Equal(ComparisonResult.Mismatch, On(Payloads.Today.AddDays(1)));

        ComparisonResult On(DateOnly day) => comparer.Compare(
            Payloads.Parse("""{"mem": {"current": "1"}}"""), Payloads.Parse("""{"mem": {"current": "2"}}"""), new ComparisonContext(day))
            .Of("mem", "current").Result;
    }

    [Fact]
    public void Nothing_makes_a_wrong_shape_expected()
    {
        var rule = new ExpectedDifference("everything", "…", new NamePatterns("*"), new NamePatterns("*"));
        var comparer = new LiveStatComparer(new ToleranceTable([]), [rule]);

        var comparison = comparer.Compare(
            Payloads.Parse("""{"mem": {"current": "1"}}"""), Payloads.Parse("""{"mem": {"current": 2}}"""), new ComparisonContext(Payloads.Today));

        Assert.Equal(ComparisonResult.Mismatch, comparison.Of("mem", "current").Result);
    }

    [Theory]
    [InlineData(StatisticField.MemCurBytes, "1073741824", "1080000000", ComparisonResult.WithinTolerance, "mem_cur_bytes")]
    [InlineData(StatisticField.MemCurBytes, "1073741824", "2080000000", ComparisonResult.Mismatch, "mem_cur_bytes")]
    [InlineData(StatisticField.CpuUsing, "390.05", "390.05", ComparisonResult.Equal, "cpu_using")]
    [InlineData(StatisticField.MemMaxBytes, "5000000000", "1100000000", ComparisonResult.Expected, "mem_max_bytes")]
    [InlineData(StatisticField.NetRxBytes, "0", "123456789", ComparisonResult.Expected, "net_rx_bytes")]
    [InlineData(StatisticField.NetTxBytes, "5", "123456789", ComparisonResult.Expected, "net_tx_bytes")]
    [InlineData(StatisticField.IoReadBytes, "0", "123456789", ComparisonResult.Mismatch, "io_read_bytes")]
    [InlineData(StatisticField.IoReadBytes, "\"x\"", "5", ComparisonResult.Mismatch, "io_read_bytes")]
    public void Legacy_numbers_are_compared_as_the_fields_that_they_are_taken_from(
        StatisticField statistic, string manager, string prometheus, ComparisonResult result, string field)
    {
        var comparison = Payloads.Comparer.CompareScalar(
            statistic,
            FieldValue.OfNumber(System.Text.Encoding.UTF8.GetBytes(manager)),
            FieldValue.OfNumber(System.Text.Encoding.UTF8.GetBytes(prometheus)),
            Payloads.Parse(Payloads.Prometheus),
            new ComparisonContext(Payloads.Today));

        Assert.Equal((result, field), (comparison.Result, comparison.Field));
    }

    private static LiveStatComparer Bare => new(new ToleranceTable(DefaultTolerances.Rules), []);

    private static IReadOnlyList<FieldComparison> Compare(string metric, string manager, string prometheus) => Bare.Compare(
        Payloads.Parse($$"""{"{{metric}}": {{manager}}}"""),
        Payloads.Parse($$"""{"{{metric}}": {{prometheus}}}"""),
        new ComparisonContext(Payloads.Today));
}
