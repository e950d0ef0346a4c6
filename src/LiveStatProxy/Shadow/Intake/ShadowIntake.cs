using System.Globalization;
using LiveStatProxy.Core.Splicing;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Shadow.Recording;

namespace LiveStatProxy.Shadow.Intake;

/// <summary>Copies the manager's values out of an answer that the user has got already, as far as they are to be compared.</summary>
public sealed class ShadowIntake(KernelPace pace, ShadowQueue queue, ShadowMetrics metrics, ShadowOptions options, TimeProvider time)
{
    /// <summary>A payload beyond this is not a kernel's statistics.</summary>
    private const int MaxValueBytes = 256 * 1024;

    private static readonly int DropReasons = Enum.GetValues<DropReason>().Length;

    /// <summary>What an observed kernel takes beside its values, about.</summary>
    private const int KernelOverhead = 200;

    /// <summary>Takes what is to be compared and returns at once.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="operationName">The operation's name.</param>
    /// <param name="answer">The manager's answer.</param>
    /// <param name="scan">Where kernels' statistics stand in it.</param>
    public void Take(CallerIdentity caller, string? operationName, ReadOnlySpan<byte> answer, ScannedResponse scan)
    {
        var hash = caller.Hash;
        if (ShareOf(hash) >= options.CallerShare)
        {
            metrics.CountDrop(DropReason.CallerNotSampled, 1);
            return;
        }

        if (!queue.HasRoom)
        {
            metrics.CountDrop(DropReason.QueueFull, 1);
            return;
        }

        var kernels = new ObservedKernel?[scan.KernelIds.Length];
        if (!Select(scan.KernelIds.Span, kernels))
        {
            return;
        }

        var bytes = Copy(answer, scan.Edits, kernels);
        var observed = kernels.Where(kernel => kernel is { LiveStat: not null } or { Scalars.Count: > 0 }).OfType<ObservedKernel>().ToArray();
        if (observed.Length > 0)
        {
            queue.TryAdd(new ShadowObservation(operationName, hash, scan.HasErrors, observed, time.GetTimestamp(), bytes));
        }
    }

    /// <summary>Where the caller falls between 0 and 1.</summary>
    private static double ShareOf(ReadOnlySpan<char> hash) =>
        uint.Parse(hash[..8], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (uint.MaxValue + 1d);

    /// <summary>Chooses the kernels that are compared now, and counts the others.</summary>
    /// <returns>Whether there is one.</returns>
    private bool Select(ReadOnlySpan<Guid> ids, Span<ObservedKernel?> kernels)
    {
        Span<int> drops = stackalloc int[DropReasons];
        drops.Clear();
        var taken = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            var isNew = false;
            if ((taken < options.MaxKernelsPerResponse ? pace.TryTake(ids[i], out isNew) : DropReason.ResponseTooLarge) is { } reason)
            {
                drops[(int)reason]++;
                continue;
            }

            kernels[i] = new ObservedKernel(ids[i], isNew);
            taken++;
        }

        for (var reason = 0; reason < drops.Length; reason++)
        {
            metrics.CountDrop((DropReason)reason, drops[reason]);
        }

        return taken > 0;
    }

    private static long Copy(ReadOnlySpan<byte> answer, IReadOnlyList<SpliceEdit> edits, ObservedKernel?[] kernels)
    {
        long bytes = 0;
        for (var i = 0; i < edits.Count; i++)
        {
            var edit = edits[i];
            if (edit.Kind != SpliceKind.Slot || edit.Value < 0 || edit.Length > MaxValueBytes || kernels[edit.Value] is not { } kernel)
            {
                continue;
            }

            // A kernel may stand in the answer more than once; it says the same each time.
            if (edit.Statistic == StatisticField.LiveStat ? kernel.LiveStat is null : !kernel.Scalars.Exists(scalar => scalar.Statistic == edit.Statistic))
            {
                var value = answer.Slice(edit.Position, edit.Length).ToArray();
                Put(kernel, edit.Statistic, value);
                bytes += value.Length + KernelOverhead;
            }
        }

        return bytes;
    }

    private static void Put(ObservedKernel kernel, StatisticField statistic, byte[] value)
    {
        if (statistic == StatisticField.LiveStat)
        {
            kernel.LiveStat = value;
        }
        else
        {
            kernel.Scalars.Add(new ObservedScalar(statistic, value));
        }
    }
}
