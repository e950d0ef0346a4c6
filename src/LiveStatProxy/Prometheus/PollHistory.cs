namespace LiveStatProxy.Prometheus;

/// <summary>When a kernel was asked for, and when it will be next, if it is polled steadily.</summary>
/// <remarks>
/// Written by many requests without a lock: a lost update makes one refresh superfluous or missing, and nothing wrong.
/// A poll causes at most one refresh, so foresight never costs Prometheus more than a query for each poll does.
/// </remarks>
public sealed class PollHistory(DateTimeOffset firstPoll)
{
    private long _last = firstPoll.UtcTicks;
    private long _refreshedAfter;
    private long _interval;
    private long _intervalBefore;

    /// <summary>Notes that the kernel was asked for. Requests in quick succession are one poll.</summary>
    public void Add(DateTimeOffset now, TimeSpan freshness)
    {
        var interval = now.UtcTicks - _last;
        if (interval < freshness.Ticks / 2)
        {
            return;
        }

        _intervalBefore = _interval;
        _interval = interval;
        _last = now.UtcTicks;
    }

    /// <summary>Whether now is the time to refresh, for the next poll to find a fresh rendering; true once per poll.</summary>
    /// <param name="now">Now.</param>
    /// <param name="evaluatedAt">The age of what is there.</param>
    /// <param name="freshness">How long a rendering is fresh.</param>
    public bool TakeDue(DateTimeOffset now, DateTimeOffset evaluatedAt, TimeSpan freshness)
    {
        // A poll that comes half a freshness early or late finds a fresh rendering.
        var tolerance = freshness.Ticks / 2;
        var isSteady = _interval > 0 && (_interval <= freshness.Ticks || Math.Abs(_interval - _intervalBefore) <= tolerance);
        var isDue = now.UtcTicks >= _last + _interval - tolerance && now.UtcTicks >= evaluatedAt.UtcTicks + (freshness.Ticks * 3 / 4);
        if (!isSteady || !isDue || _refreshedAfter == _last)
        {
            return false;
        }

        _refreshedAfter = _last;
        return true;
    }
}
