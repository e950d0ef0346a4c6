namespace LiveStatProxy.Rollout.Guardrails;

/// <summary>Durations in buckets that grow by an eighth of a doubling (9 %), from 10 µs to beyond 10 minutes.</summary>
internal sealed class LatencyHistogram
{
    private const int BucketsPerDoubling = 8;
    private const double SmallestMicroseconds = 10;

    private readonly long[] _buckets = new long[26 * BucketsPerDoubling];

    /// <summary>Counts a duration.</summary>
    public void Add(TimeSpan duration)
    {
        var position = Math.Log2(Math.Max(duration.TotalMicroseconds, SmallestMicroseconds) / SmallestMicroseconds) * BucketsPerDoubling;
        _buckets[Math.Min((int)position, _buckets.Length - 1)]++;
    }

    /// <summary>Adds what another one counted.</summary>
    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] += other._buckets[i];
        }
    }

    /// <summary>The duration that a fraction of those counted do not exceed, to the next bucket's edge; zero where nothing was counted.</summary>
    public TimeSpan Quantile(double fraction)
    {
        var rank = fraction * _buckets.Sum();
        var below = 0L;
        for (var i = 0; i < _buckets.Length && rank > 0; i++)
        {
            below += _buckets[i];
            if (below >= rank)
            {
                return TimeSpan.FromMicroseconds(SmallestMicroseconds * Math.Pow(2, (i + 1d) / BucketsPerDoubling));
            }
        }

        return TimeSpan.Zero;
    }
}
