using System.Buffers;

namespace LiveStatProxy.Core.Statistics;

/// <summary>The rows of an answer, in a pooled array.</summary>
public sealed class SampleList : IDisposable
{
    private Sample[] _samples = [];
    private int _count;

    /// <summary>The rows in the order in which they came.</summary>
    public ReadOnlySpan<Sample> Samples => _samples.AsSpan(0, _count);

    /// <summary>Adds a row.</summary>
    public void Add(in Sample sample)
    {
        if (_count == _samples.Length)
        {
            Grow();
        }

        _samples[_count++] = sample;
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _count = 0;

    /// <summary>Gives the array back; the list is empty then.</summary>
    public void Dispose()
    {
        var samples = _samples;
        _samples = [];
        _count = 0;
        if (samples.Length > 0)
        {
            ArrayPool<Sample>.Shared.Return(samples, clearArray: true);
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<Sample>.Shared.Rent(Math.Max(256, 2 * _count));
        Samples.CopyTo(larger);
        var count = _count;
        Dispose();
        (_samples, _count) = (larger, count);
    }
}
