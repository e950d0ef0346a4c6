using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Comparison;
using LiveStatProxy.Shadow;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>What operators read names what there is.</summary>
public class DocumentationTests
{
    private static readonly string Config = ConfigurationDirectory.FindDefault();
    private static readonly string Text = File.ReadAllText(Path.Combine(Config, "SHADOW.md"));

    [Fact]
    public void Every_key_of_the_section_is_documented() => Assert.All(
        typeof(ShadowOptions).GetProperties().Where(property => property.Name != nameof(ShadowOptions.DefaultExpectedDifferences)),
        property => Assert.Contains(property.Name, Text, StringComparison.Ordinal));

    [Fact]
    public void Every_expected_difference_is_documented() =>
        Assert.All(DefaultExpectedDifferences.Rules, rule => Assert.Contains($"`{rule.Name}`", Text, StringComparison.Ordinal));

    [Fact]
    public void Every_result_and_every_reason_to_skip_is_documented()
    {
        string[] words = [.. Enum.GetNames<ComparisonResult>(), .. Enum.GetNames<SkipReason>()];

        Assert.All(words, word => Assert.Contains(
            $"`{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(word)}`", Text, StringComparison.Ordinal));
    }
}
