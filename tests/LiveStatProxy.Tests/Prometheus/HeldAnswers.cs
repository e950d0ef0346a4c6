namespace LiveStatProxy.Tests.Prometheus;

/// <summary>Holds queries back before they reach Prometheus, until they are released.</summary>
internal sealed class HeldAnswers : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PrometheusFront _front;
    private int _held;

    public HeldAnswers(PrometheusFront front)
    {
        _front = front;
        front.Before = (_, cancellationToken) =>
        {
            Interlocked.Increment(ref _held);
            return _released.Task.WaitAsync(cancellationToken);
        };
    }

    public Task UntilHeldAsync(int count) => Eventually.TrueAsync(() => Volatile.Read(ref _held) >= count);

    public void Release()
    {
        _front.Before = (_, _) => Task.CompletedTask;
        _released.TrySetResult();
    }

    public void Dispose() => Release();
}
