using System.Text.Json;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>A Prometheus that says of every kernel what a test wants it to say.</summary>
internal sealed class ScriptedSource(TimeProvider time) : ILiveStatSource
{
    private int _readings;

    public bool IsAvailable => true;

    public int Readings => _readings;

    /// <summary>The payload of the nth reading; null where Prometheus fails.</summary>
    public Func<int, string?> Answer { get; set; } = _ => null;

    /// <summary>What a reading waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async ValueTask<LiveStatBatch> GetAsync(ReadOnlyMemory<Guid> kernelIds, CancellationToken cancellationToken)
    {
        var reading = Interlocked.Increment(ref _readings);
        await Gate.WaitAsync(cancellationToken);
        return Answer(reading) is { } payload
            ? LiveStatBatch.Complete([.. Enumerable.Repeat(Rendering(payload), kernelIds.Length)])
            : LiveStatBatch.Failed(OutcomeReason.PrometheusError);
    }

    private LiveStatRendering Rendering(string payload) => new(time.GetUtcNow(), JsonSerializer.SerializeToUtf8Bytes(payload), []);
}
