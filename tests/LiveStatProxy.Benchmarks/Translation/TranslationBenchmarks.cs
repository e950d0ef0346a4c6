using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Operations;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Splicing;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Benchmarks.Translation;

/// <summary>Planning a web UI's document: anew, and found again in the cache by its bytes.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class PlanningBenchmarks
{
    private byte[] _body = [];
    private byte[] _query = [];
    private TranslationPlanner _planner = null!;
    private PlanCache _cache = null!;

    [GlobalSetup]
    public void Setup()
    {
        var schema = ManagerSchema.Parse(File.ReadAllText(Path.Combine(ConfigurationDirectory.FindDefault(), "manager.graphql")));
        _planner = new TranslationPlanner(schema, PlanningLimits.Default);
        _cache = new PlanCache(_planner);
        _query = JsonEncodedText.Encode(SampleAnswer.Operation).EncodedUtf8Bytes.ToArray();
        _body = [.. "{\"query\": \""u8, .. _query, .. "\", \"variables\": {\"first\": 20, \"offset\": 0, \"filter\": \"status != \\\"TERMINATED\\\"\"}}"u8];
        Console.WriteLine($"// document: {SampleAnswer.Operation.Length} characters");
    }

    [Benchmark]
    public TranslationPlan Plan() => _planner.Plan(_query, null);

    [Benchmark]
    public TranslationPlan CachedPlan() =>
        GraphQLRequestReader.TryRead(_body, out var request) ? _cache.Get(_body, request) : throw new InvalidOperationException();
}

/// <summary>Scanning the manager's answer and splicing ready renderings into it.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class SplicingBenchmarks
{
    private readonly ScannedResponse _scan = new();
    private byte[] _answer = [];
    private byte[] _target = [];
    private Core.Planning.Translation _translation = null!;
    private LiveStatRendering[] _renderings = [];

    [Params(10, 100, 1_000)]
    public int Kernels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var schema = ManagerSchema.Parse(File.ReadAllText(Path.Combine(ConfigurationDirectory.FindDefault(), "manager.graphql")));
        var query = JsonEncodedText.Encode(SampleAnswer.Operation).EncodedUtf8Bytes.ToArray();
        _translation = new TranslationPlanner(schema, PlanningLimits.Default).Plan(query, null).Replacement!;
        _answer = SampleAnswer.Of(Kernels);
        var rendering = new LiveStatRendering(default, Encoding.ASCII.GetBytes($"\"{new string('x', 2_600)}\""), []);
        _renderings = [.. Enumerable.Repeat(rendering, Kernels)];
        _target = new byte[_answer.Length + (Kernels * 3_000)];
        Console.WriteLine($"// answer: {_answer.Length} bytes");
    }

    [Benchmark]
    public int ScanAndSplice()
    {
        _scan.Clear();
        ResponseScanner.Scan(_answer, AnswerForm.Response, _translation, _scan);
        var written = 0;
        foreach (var segment in new ResponseSplicer(_answer, _scan, _renderings).Segments())
        {
            segment.Span.CopyTo(_target.AsSpan(written));
            written += segment.Length;
        }

        return written;
    }

    [Benchmark]
    public ScanVerdict Scan()
    {
        _scan.Clear();
        ResponseScanner.Scan(_answer, AnswerForm.Response, _translation, _scan);
        return _scan.Verdict;
    }
}
