using System.Text;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Splicing;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Splicing;

/// <summary>What no operation can be written for in a golden case.</summary>
public class ResponseScannerTests
{
    private const string Kernel = "00000000-0000-0000-0000-000000000001";

    [Theory]
    [InlineData("""{"a": 1 , "c1": null, "c2":null , "c3": null }""", """{"a": 1 }""")]
    [InlineData("""{"c1": null, "c2":null}""", "{}")]
    [InlineData("""{"c1": null, "a": 1, "c2":null, "c3": null, "b": 2}""", """{"a": 1, "b": 2}""")]
    [InlineData("""{"c1": null, "c2":null, "a": 1, "c3": null}""", """{"a": 1}""")]
    public void Companions_are_cut_wherever_the_manager_puts_them(string answer, string expected)
    {
        var shape = new ResponseShape(((string[])["c1", "c2", "c3"]).Select(key => Entry(key, ShapeEntryKind.Companion)));

        Assert.Equal(expected, Splice(answer, shape));
    }

    [Fact]
    public void Very_many_keys_are_found_as_a_few_are()
    {
        var keys = Enumerable.Range(0, 300).Select(i => $"{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}").ToArray();
        var shape = new ResponseShape(keys.Select(key => Entry(key, ShapeEntryKind.Id)));
        var answer = $"{{{string.Join(", ", keys.Select(key => $"\"x{key}\": [\"{key}\"], \"{key}\": \"{Kernel}\""))}}}";

        Assert.Equal(answer.Replace($"\"{Kernel}\"", "\"P\"", StringComparison.Ordinal), Splice(answer, shape));
    }

    private static ShapeEntry Entry(string key, ShapeEntryKind kind) => new(Encoding.UTF8.GetBytes(key), kind, StatisticField.LiveStat, Below: null);

    private static string Splice(string answer, ResponseShape shape)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        var scan = new ScannedResponse();
        ResponseScanner.Scan(bytes, AnswerForm.BareData, new Core.Planning.Translation(default, [], shape, new ErrorLocations("", [])), scan);
        Assert.Equal(ScanVerdict.Usable, scan.Verdict);
        var splicer = new ResponseSplicer(bytes, scan, [.. scan.KernelIds.ToArray().Select(_ => new LiveStatRendering(default, "\"P\""u8.ToArray(), []))]);
        return Encoding.UTF8.GetString([.. splicer.Segments().SelectMany(segment => segment.ToArray())]);
    }
}
