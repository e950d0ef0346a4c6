using System.Text;
using System.Text.RegularExpressions;
using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Splicing;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Golden;

public partial class GoldenCaseTests
{
    public static TheoryData<GoldenCase> Cases => [.. GoldenCase.ReadAll()];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_golden_case_holds(GoldenCase golden)
    {
        var query = RawContent.Of(golden.Operation);
        var plan = new TranslationPlanner(TestSchema.Parse(golden.HasOption("scalars")), PlanningLimits.Default)
            .Plan(query, golden.OperationName);

        if (golden["left"] is null && golden.Sections.All(section => !section.Heading.StartsWith("left", StringComparison.Ordinal)))
        {
            Assert.Null(plan.Refusal);
            var translation = golden.HasOption("shadow") ? plan.WithCompanions! : plan.Replacement!;
            Assert.Equal(golden["sent"], JsonStringContent.Unescape(translation.Query.Span));
            AssertResponse(golden, translation);
        }
        else
        {
            Assert.Equal(golden.Sections[0].Heading, $"left {plan.Refusal?.Describe().Word}");
        }
    }

    private static void AssertResponse(GoldenCase golden, Translation translation)
    {
        var answer = Encoding.UTF8.GetBytes(WithIds(golden["answer"]!));
        var scan = new ScannedResponse();
        ResponseScanner.Scan(answer, golden.HasOption("bare") ? AnswerForm.BareData : AnswerForm.Response, translation, scan);

        var (heading, expected) = golden.Sections.Single(section => section.Heading.StartsWith("client", StringComparison.Ordinal));
        if (scan.Verdict != ScanVerdict.Usable)
        {
            Assert.Equal(heading, $"client ({scan.Verdict.ToString().ToLowerInvariant()})");
            return;
        }

        var keepsManagerValues = heading == "client (no prometheus)" || golden.HasOption("shadow");
        var splicer = new ResponseSplicer(answer, scan, keepsManagerValues ? null : [.. scan.KernelIds.ToArray().Select(Rendering)]);
        var response = splicer.Segments().SelectMany(segment => segment.ToArray()).ToArray();

        Assert.Equal(WithIds(expected), Encoding.UTF8.GetString(response));
        Assert.Equal(splicer.Length, response.Length);
    }

    private static LiveStatRendering Rendering(Guid kernelId)
    {
        var scalar = "1"u8.ToArray();
        var liveStat = Encoding.UTF8.GetBytes($"\"P{kernelId.ToString()[^2..]}\"");
        return new LiveStatRendering(default, liveStat, [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(scalar, 10)]);
    }

    private static string WithIds(string text) => ShortId().Replace(text, "\"00000000-0000-0000-0000-0000000000$1\"");

    [GeneratedRegex("\"k([0-9]{2})\"")]
    private static partial Regex ShortId();
}
