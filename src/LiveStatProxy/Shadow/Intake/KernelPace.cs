using LiveStatProxy.Shadow.Recording;

namespace LiveStatProxy.Shadow.Intake;

/// <summary>Decides which kernels are compared, and how often: a share of them, each once in a while.</summary>
public sealed class KernelPace(ShadowOptions options, TimeProvider time)
{
    /// <summary>More kernels than a cluster runs; others are dropped and counted.</summary>
    public const int MaxKernels = 50_000;

    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(30);

    private readonly Dictionary<Guid, Trace> _traces = [];
    private readonly Lock _turn = new();

    /// <summary>Whether the kernel is to be compared now.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="isNew">Whether it was seen first within the grace that starting kernels get.</param>
    /// <returns>Null when it is; else why not.</returns>
    public DropReason? TryTake(Guid kernel, out bool isNew)
    {
        isNew = false;
        if (ShareOf(kernel) >= options.KernelShare)
        {
            return DropReason.KernelNotSampled;
        }

        var now = time.GetTimestamp();
        lock (_turn)
        {
            if (!_traces.TryGetValue(kernel, out var trace))
            {
                if (_traces.Count >= MaxKernels && !TryForget(now))
                {
                    return DropReason.TooManyKernels;
                }

                trace = new Trace(now, null);
            }

            isNew = time.GetElapsedTime(trace.FirstSeen, now) < options.StartingGrace;
            if (trace.LastTaken is { } last && time.GetElapsedTime(last, now) < options.KernelInterval)
            {
                return DropReason.KernelComparedLately;
            }

            _traces[kernel] = trace with { LastTaken = now };
            return null;
        }
    }

    private bool TryForget(long now)
    {
        foreach (var (kernel, trace) in _traces)
        {
            if (time.GetElapsedTime(trace.LastTaken ?? trace.FirstSeen, now) > ForgetAfter)
            {
                _traces.Remove(kernel);
            }
        }

        return _traces.Count < MaxKernels;
    }

    /// <summary>Where the kernel falls between 0 and 1, whatever kind of UUID it has (Fibonacci hashing).</summary>
    private static double ShareOf(Guid kernel)
    {
        Span<byte> bytes = stackalloc byte[16];
        kernel.TryWriteBytes(bytes);
        var mixed = (BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[8..])) * 0x9E3779B97F4A7C15;
        return (mixed >> 32) / (uint.MaxValue + 1d);
    }

    private readonly record struct Trace(long FirstSeen, long? LastTaken);
}
