using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using LiveStatProxy.Shadow.Recording;

namespace LiveStatProxy.Shadow.Intake;

/// <summary>Observations that wait to be compared: so many and so many bytes at most, and what comes on top is dropped.</summary>
public sealed class ShadowQueue
{
    private readonly Channel<ShadowObservation> _observations;
    private readonly ShadowOptions _options;
    private readonly ShadowMetrics _metrics;
    private long _bytes;

    /// <summary>An empty queue.</summary>
    public ShadowQueue(ShadowOptions options, ShadowMetrics metrics)
    {
        _options = options;
        _metrics = metrics;
        _observations = Channel.CreateBounded<ShadowObservation>(options.QueueLimit);
    }

    /// <summary>How many observations wait.</summary>
    public int Length => _observations.Reader.Count;

    /// <summary>How many bytes they hold.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whether another observation may find room: asked before it is copied.</summary>
    public bool HasRoom => Length < _options.QueueLimit && Bytes < _options.QueueBytes;

    /// <summary>Adds an observation; false, and counted, when there is no room.</summary>
    public bool TryAdd(ShadowObservation observation)
    {
        if (Interlocked.Add(ref _bytes, observation.Bytes) > _options.QueueBytes || !_observations.Writer.TryWrite(observation))
        {
            Interlocked.Add(ref _bytes, -observation.Bytes);
            _metrics.CountDrop(DropReason.QueueFull, 1);
            return false;
        }

        ShowFill();
        return true;
    }

    /// <summary>Waits until there is an observation; false when none will come any more.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _observations.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the next observation.</summary>
    public bool TryTake([MaybeNullWhen(false)] out ShadowObservation observation)
    {
        if (!_observations.Reader.TryRead(out observation))
        {
            return false;
        }

        Interlocked.Add(ref _bytes, -observation.Bytes);
        ShowFill();
        return true;
    }

    private void ShowFill() => _metrics.ShowQueue(Length, Bytes);
}
