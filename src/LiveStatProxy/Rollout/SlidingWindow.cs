namespace LiveStatProxy.Rollout;

/// <summary>Counts over the last while, in slices of time that are forgotten one by one. Callers take turns.</summary>
/// <typeparam name="TSlice">What is counted in one slice.</typeparam>
/// <param name="length">How far back it reaches.</param>
/// <param name="time">The clock.</param>
internal sealed class SlidingWindow<TSlice>(TimeSpan length, TimeProvider time)
    where TSlice : class, new()
{
    private const int Slices = 30;

    private readonly (long Number, TSlice? Slice)[] _slices = new (long, TSlice?)[Slices];
    private readonly long _begun = time.GetTimestamp();
    private readonly long _ticksPerSlice = Math.Max(1, length.Ticks / Slices);

    /// <summary>How far back it reaches.</summary>
    public TimeSpan Length => length;

    /// <summary>The slice of now.</summary>
    public TSlice Current
    {
        get
        {
            var number = Number;
            ref var entry = ref _slices[number % Slices];
            if (entry.Slice is null || entry.Number != number)
            {
                entry = (number, new TSlice());
            }

            return entry.Slice!;
        }
    }

    /// <summary>Every slice that is not forgotten.</summary>
    public IEnumerable<TSlice> All
    {
        get
        {
            var first = Number - Slices + 1;
            return _slices.Where(entry => entry.Slice is not null && entry.Number >= first).Select(entry => entry.Slice!);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_slices);

    private long Number => time.GetElapsedTime(_begun).Ticks / _ticksPerSlice;
}
