using System.Text.RegularExpressions;
using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Rollout.Guardrails;
using Microsoft.Extensions.Time.Testing;

namespace LiveStatProxy.Tests.Rollout;

public partial class OperationsPageTests
{
    private static readonly string Folder = ConfigurationDirectory.FindDefault();
    private static readonly string Page = File.ReadAllText(Path.Combine(Folder, "OPERATIONS.md"));
    private static readonly string Readme = File.ReadAllText(Path.Combine(Folder, "..", "README.md"));

    [Fact]
    public void The_outcomes_are_those_of_the_vocabulary()
    {
        var rows = OutcomeVocabulary.All.Select(entry =>
            $"| `{entry.Word.Word}` | {(entry.Word.Source == StatisticSource.Prometheus ? "Prometheus" : "manager")}{(entry.Word.IsFallback ? ", fallback" : "")} | {entry.Word.Sentence} |");
        var table = string.Join('\n', rows.Prepend("| --- | --- | --- |").Prepend("| reason | source | what happened |"));

        Assert.Equal(table, OutcomeTable().Match(Readme).Groups["table"].Value.Trim());
    }

    [Fact]
    public void The_example_of_a_flag_is_right()
    {
        var example = JsonExample().Match(Page).Groups["json"].Value;

        Assert.Empty(Flags.MistakesIn(example));
    }

    [Fact]
    public void Every_limit_of_the_guardrail_is_explained() =>
        Assert.All(
            new Guardrail(new GuardrailOptions(), new FakeTimeProvider()).Judge().Measures,
            measure => Assert.Contains($"| `{measure.Name}` |", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_setting_of_the_guardrail_stands_in_the_table() =>
        Assert.All(
            typeof(GuardrailOptions).GetProperties().Where(property => property.CanWrite),
            property => Assert.Contains($"| `Guardrail:{property.Name}` |", Page, StringComparison.Ordinal));

    [GeneratedRegex("<!-- outcomes -->(?<table>.*)<!-- /outcomes -->", RegexOptions.Singleline)]
    private static partial Regex OutcomeTable();

    [GeneratedRegex("```json(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonExample();
}
