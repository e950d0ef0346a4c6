using System.Text.Json;
using LiveStatProxy.Benchmarks.Translation;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>Request bodies as a web UI sends them.</summary>
internal static class SampleBodies
{
    public static string WithoutLiveStat { get; } = JsonSerializer.Serialize(new
    {
        query = SampleAnswer.Operation.Replace("live_stat ", "", StringComparison.Ordinal),
        variables = new { first = 0 },
    });

    public static string WithLiveStat(int kernels) => JsonSerializer.Serialize(new
    {
        query = SampleAnswer.Operation,
        variables = new { first = kernels },
    });
}
