using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow;
using Microsoft.Extensions.Configuration;

namespace LiveStatProxy.Tests.Shadow;

public class ShadowOptionsTests
{
    [Fact]
    public void An_operators_tolerance_comes_before_the_defaults()
    {
        var options = Read(
            ("Tolerances:0:Metrics:0", "mem"), ("Tolerances:0:Fields:0", "current"), ("Tolerances:0:Absolute", "5"), ("Tolerances:0:Relative", "0.01"));

        var comparison = options.CreateComparer().Compare(
            Payload("""{"mem": {"current": "1000", "stats.max": "1000"}}"""),
            Payload("""{"mem": {"current": "1050", "stats.max": "1050"}}"""),
            new ComparisonContext(new DateOnly(2026, 8, 1)));

        Assert.Equal(ComparisonResult.Mismatch, comparison.Single(each => each.Field == "current").Result);
        Assert.Equal(ComparisonResult.WithinTolerance, comparison.Single(each => each.Field == "stats.max").Result);
    }

    [Fact]
    public void An_operators_expected_difference_has_a_reason_and_may_end()
    {
        var options = Read(
            ("ExpectedDifferences:0:Name", "old-agents"), ("ExpectedDifferences:0:Reason", "Agents 24.03 count twice."),
            ("ExpectedDifferences:0:Metrics:0", "mem"), ("ExpectedDifferences:0:When", "ManagerGreater"), ("ExpectedDifferences:0:Until", "2026-12-31"));

        var rule = options.CreateRules()[0];

        Assert.Equal(("old-agents", ExpectedWhen.ManagerGreater, new DateOnly(2026, 12, 31)), (rule.Name, rule.When, rule.Until));
        Assert.Equal(1 + DefaultExpectedDifferences.Rules.Length, options.CreateRules().Count);
    }

    [Fact]
    public void The_default_expected_differences_can_be_left_out() =>
        Assert.Empty(Read(("DefaultExpectedDifferences", "false")).CreateRules());

    [Theory]
    [InlineData("CallerShare", "1.5", "a number from 0 to 1")]
    [InlineData("QueueLimit", "none", "a whole number from 1 to 100000")]
    [InlineData("Tolerances:0:Absolute", "-1", "a list of { Metrics, Fields, Absolute, Relative, Seconds }")]
    [InlineData("Tolerances:0:Absolut", "1", "a list of { Metrics, Fields, Absolute, Relative, Seconds }")]
    [InlineData("Tolerances:0:Relative", "much", "a list of { Metrics, Fields, Absolute, Relative, Seconds }")]
    [InlineData("ExpectedDifferences:0:Name", "", "a list of { Name, Reason, ")]
    [InlineData("ExpectedDifferences:0:Until", "someday", "a list of { Name, Reason, ")]
    [InlineData("ExpectedDifferences:0:When", "Never", "a list of { Name, Reason, ")]
    [InlineData("Tolerance", "1", "one of the keys CallerShare, ")]
    public void A_mistake_is_named_with_what_is_allowed(string key, string value, string allowed)
    {
        var mistakes = new ConfigurationMistakes();

        Read(mistakes, (key, value));

        var line = Assert.Single(mistakes.Lines);
        Assert.StartsWith($"Shadow:{key.Split(':')[0]}", line, StringComparison.Ordinal);
        Assert.Contains($"allowed: {allowed}", line, StringComparison.Ordinal);
    }

    private static KernelPayload Payload(string content) => KernelPayload.Parse(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(content));

    private static ShadowOptions Read(params (string Key, string Value)[] values)
    {
        var mistakes = new ConfigurationMistakes();
        var options = Read(mistakes, values);
        Assert.Empty(mistakes.Lines);
        return options;
    }

    private static ShadowOptions Read(ConfigurationMistakes mistakes, params (string Key, string Value)[] values)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Shadow:{value.Key}", (string?)value.Value)))
            .Build();
        return OptionsReader.Read<ShadowOptions>(configuration, ShadowOptions.Section, mistakes);
    }
}
