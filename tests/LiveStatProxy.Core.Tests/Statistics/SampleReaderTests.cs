using System.Text;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Statistics;

public class SampleReaderTests
{
    private const string First = "3d5e2a0c-0000-4000-8000-000000000001";
    private const string Second = "3d5e2a0c-0000-4000-8000-000000000002";

    private static readonly Dictionary<Guid, int> Kernels = new() { [Guid.Parse(First)] = 0, [Guid.Parse(Second)] = 1 };

    [Fact]
    public void A_vector_has_a_value_in_each_row()
    {
        var answer = Vector(Row(First, "mem", """ "value":[1700000000.123,"1024"] """), Row(Second, "cpu_util", """ "value":[1700000000.123,"12.5"] """));

        Assert.Equal(["0 mem 1024", "1 cpu_util 12.5"], Read(answer));
    }

    [Fact]
    public void A_matrix_is_summed_up_to_mean_minimum_and_maximum()
    {
        var answer = Vector(Row(First, "mem", """ "values":[[1700000000,"4"],[1700000060,"1.5"],[1700000120,"8"]] """));

        using var samples = new SampleList();
        Assert.Equal(SampleReaderStatus.Complete, ReadAll(answer, samples, out _));
        var sample = samples.Samples[0];
        Assert.Equal((4.5, 1.5, 8.0), (sample.Value.ToDouble(), sample.Minimum.ToDouble(), sample.Maximum.ToDouble()));
    }

    [Fact]
    public void An_answer_is_read_alike_however_it_is_cut()
    {
        var answer = Vector(
            Row(First, "caf\\u00e9 \\\"x\\\"", """ "value":[1,"1e+21"], "histogram":[1,{"count":"2"}] """),
            Row(Second, "mem", """ "values":[[1,"2"],[2,"NaN"]] """));
        var whole = Read(answer);

        Assert.Equal(2, whole.Count);
        for (var length = 1; length <= answer.Length; length++)
        {
            using var samples = new SampleList();
            Assert.Equal(SampleReaderStatus.Complete, ReadAll(answer, samples, out _, length));
            Assert.Equal(whole, Describe(samples));
        }
    }

    [Fact]
    public void Rows_of_nobody_and_of_other_kernels_are_passed_over()
    {
        var answer = Vector(
            """{"metric":{"container_metric_name":"mem"},"value":[1,"1"]}""",
            Row("not-a-uuid", "mem", """ "value":[1,"1"] """),
            Row(Guid.NewGuid().ToString(), "mem", """ "value":[1,"1"] """),
            $$"""{"metric":{"kernel_id":"{{First}}"},"value":[1,"1"]}""",
            $$"""{"metric":{"kernel_id":"{{First}}","container_metric_name":"mem"},"histogram":[1,{}]}""");

        Assert.Empty(Read(answer));
    }

    [Fact]
    public void A_row_without_labels_is_told_apart()
    {
        using var samples = new SampleList();
        ReadAll(Vector("""{"metric":{},"value":[1700000000,"1440"]}"""), samples, out var reader);

        Assert.Equal(1440, reader.Unlabelled.ToDouble());
    }

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", SampleReaderStatus.Complete)]
    [InlineData("""{"data":{"result":[],"resultType":"vector"},"infos":["slow"],"status":"success"}""", SampleReaderStatus.Complete)]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[],"stats":{"a":[1,{}]}},"warnings":[]}""", SampleReaderStatus.Complete)]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]},"warnings":null}""", SampleReaderStatus.Complete)]
    [InlineData("""{"status":"success","isPartial":false,"data":{"resultType":"vector","result":[]}}""", SampleReaderStatus.Complete)]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]},"warnings":["store is gone"]}""", SampleReaderStatus.Incomplete)]
    [InlineData("""{"status":"success","warnings":[["odd"]],"data":{"resultType":"vector","result":[]}}""", SampleReaderStatus.Incomplete)]
    [InlineData("""{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}""", SampleReaderStatus.Incomplete)]
    [InlineData("""{"status":"error","errorType":"timeout","error":"query timed out"}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"error","data":{"resultType":"vector","result":[]}}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"success"}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"success","data":{"resultType":"vector"}}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"success","data":null}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"success","data":{"resultType":"scalar","result":[1700000000,"1"]}}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"success","data":{"resultType":"string","result":"x"}}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}} {}""", SampleReaderStatus.Invalid)]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[""", SampleReaderStatus.Invalid)]
    [InlineData("""["success"]""", SampleReaderStatus.Invalid)]
    [InlineData("null", SampleReaderStatus.Invalid)]
    [InlineData("<!doctype html><title>Sign in</title>", SampleReaderStatus.Invalid)]
    [InlineData("", SampleReaderStatus.Invalid)]
    public void The_answer_says_whether_it_is_complete(string answer, SampleReaderStatus expected)
    {
        for (var length = 1; length <= answer.Length + 1; length++)
        {
            using var samples = new SampleList();
            Assert.Equal(expected, ReadAll(answer, samples, out _, length));
        }
    }

    [Theory]
    [InlineData(""" "value":[1,2] """)]
    [InlineData(""" "value":["1","2"] """)]
    [InlineData(""" "value":[1,"two"] """)]
    [InlineData(""" "value":[1,"2",3] """)]
    [InlineData(""" "value":[1] """)]
    [InlineData(""" "value":"1" """)]
    [InlineData(""" "values":[1,"1"] """)]
    [InlineData(""" "values":{} """)]
    [InlineData(""" "metric":[] """)]
    [InlineData(""" "metric":{"kernel_id":1} """)]
    [InlineData(""" "metric":{"container_metric_name":"\ud800"} """)]
    public void A_row_of_another_shape_makes_the_answer_useless(string member)
    {
        using var samples = new SampleList();

        Assert.Equal(SampleReaderStatus.Invalid, ReadAll(Vector(Row(First, "mem", member)), samples, out _));
    }

    [Fact]
    public void Broken_UTF8_makes_the_answer_useless()
    {
        var answer = Encoding.Latin1.GetBytes(Vector(Row(First, "caf\u00e9", """ "value":[1,"2"] """)));
        using var samples = new SampleList();
        var reader = new SampleReader(Kernels, new MetricCatalog(), samples);

        Assert.Equal(SampleReaderStatus.Invalid, reader.Read(answer, isFinal: true, out _));
    }

    private static string Vector(params string[] rows) =>
        $$"""{"status":"success","data":{"resultType":"vector","result":[{{string.Join(',', rows)}}] } }""";

    private static string Row(string kernel, string metric, string member) =>
        $$"""{"metric":{"container_metric_name":"{{metric}}","kernel_id":"{{kernel}}"},{{member}} }""";

    private static List<string> Read(string answer)
    {
        using var samples = new SampleList();
        Assert.Equal(SampleReaderStatus.Complete, ReadAll(answer, samples, out _));
        return Describe(samples);
    }

    private static List<string> Describe(SampleList samples)
    {
        var described = new List<string>();
        foreach (var sample in samples.Samples)
        {
            described.Add(FormattableString.Invariant($"{sample.Kernel} {sample.Metric} {sample.Value.ToDouble()}"));
        }

        return described;
    }

    /// <summary>Hands the answer over in pieces, as it would come in from a connection.</summary>
    private static SampleReaderStatus ReadAll(string answer, SampleList samples, out SampleReader reader, int pieceLength = int.MaxValue)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        reader = new SampleReader(Kernels, new MetricCatalog(), samples);
        var (start, end) = (0, 0);
        while (true)
        {
            var isFinal = end == bytes.Length;
            end = (int)Math.Min(bytes.Length, (long)end + pieceLength);
            var status = reader.Read(bytes.AsSpan(start..end), isFinal, out var consumed);
            start += consumed;
            if (status != SampleReaderStatus.NeedsMore)
            {
                return status;
            }
        }
    }
}
