using System.Buffers.Text;
using System.Text;
using BenchmarkDotNet.Attributes;
using LiveStatProxy.Configuration;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Rollout.Flags;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Benchmarks.Rollout;

/// <summary>What the rollout adds to an operation that can be translated: who asks, and which variant the flag gives. Under 2 µs is wanted.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class FlagBenchmarks
{
    private const string AccessKey = "AKIAIOSFODNN7EXAMPLE";

    private readonly HeaderDictionary _signed = new()
    {
        ["Authorization"] = $"BackendAI signMethod=HMAC-SHA256, credential={AccessKey}:{new string('0', 64)}",
    };

    private readonly HeaderDictionary _withToken = new()
    {
        ["X-BackendAI-Token"] = $"eyJhbGciOiJIUzI1NiJ9.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"exp": 1, "access_key": "{{AccessKey}}", "role": "user"}"""))}.c2ln",
    };

    private FlagVersion _plain = null!;
    private FlagVersion _withFilters = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _plain = Read("");
        _withFilters = Read("""
            "conditions": {"requirement_type": "All", "client_filters": [
              {"name": "Microsoft.TimeWindow", "parameters": {"Start": "2020-01-01T00:00:00Z"}},
              {"name": "LiveStatProxy.Operation", "parameters": {"Names": ["SessionList", "SessionDetail"]}}
            ]},
            """);
    }

    [Benchmark(Description = "identity from the signature")]
    public CallerIdentity? Signature() => CallerIdentity.Of(_signed);

    [Benchmark(Description = "identity from the token")]
    public CallerIdentity? Token() => CallerIdentity.Of(_withToken);

    [Benchmark(Description = "variant of a caller who was here before")]
    public ValueTask<LiveStatVariant> Known() => _plain.VariantOfAsync(Context(AccessKey), default);

    [Benchmark(Description = "the same, with a time window and an operation filter")]
    public ValueTask<LiveStatVariant> KnownWithFilters() => _withFilters.VariantOfAsync(Context(AccessKey), default);

    [Benchmark(Description = "variant of a new caller")]
    public ValueTask<LiveStatVariant> New() => _plain.VariantOfAsync(Context($"AK{_next++}"), default);

    private static FlagContext Context(string accessKey) => new() { UserId = accessKey, Groups = [], OperationName = "SessionList", Path = "/admin/gql" };

    private static FlagVersion Read(string conditions)
    {
        var filters = new FlagFilters(TimeProvider.System);
        var definition = new FlagReader(filters, new CallerGroups(new Dictionary<string, string[]>())).Read(
            Encoding.UTF8.GetBytes($$$"""
                {"feature_management": {"feature_flags": [{
                  "id": "LiveStat", "enabled": true, {{{conditions}}}
                  "variants": [{"name": "Manager"}, {"name": "Shadow"}, {"name": "Prometheus"}],
                  "allocation": {"seed": "livestat", "percentile": [{"variant": "Prometheus", "from": 0, "to": 10}, {"variant": "Shadow", "from": 10, "to": 50}]}
                }]}}
                """),
            new ConfigurationMistakes());
        return new FlagVersion(definition!, filters);
    }
}
