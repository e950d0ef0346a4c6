namespace LiveStatProxy.Tests.Pipeline;

/// <summary>A clock that stands, so that a manager's own statistics stay the same from one request to the next; timers run on.</summary>
internal sealed class FrozenTime : TimeProvider
{
    private readonly DateTimeOffset _now = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _now;
}
