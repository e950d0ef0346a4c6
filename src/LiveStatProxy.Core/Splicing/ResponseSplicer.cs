using System.Buffers.Text;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Splicing;

/// <summary>
/// The manager's answer with its edits made: a sequence of stretches of the answer and of renderings, nothing copied until the
/// caller writes them.
/// </summary>
/// <param name="answer">The manager's answer.</param>
/// <param name="scan">Its edits.</param>
/// <param name="renderings">A rendering for each of the scan's kernels; null to keep the manager's own values and only cut companions out.</param>
public readonly struct ResponseSplicer(ReadOnlyMemory<byte> answer, ScannedResponse scan, IReadOnlyList<LiveStatRendering>? renderings)
{
    /// <summary>How many bytes the segments have together.</summary>
    public long Length
    {
        get
        {
            long length = answer.Length;
            foreach (var edit in scan.Edits)
            {
                length += Replacement(edit).Length - edit.Length;
            }

            return length;
        }
    }

    /// <summary>The response's segments in order; some are empty.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Segments()
    {
        var copied = 0;
        for (var i = 0; i < scan.Edits.Count; i++)
        {
            var edit = scan.Edits[i];
            yield return answer[copied..edit.Position];
            yield return Replacement(edit);
            copied = edit.Position + edit.Length;
        }

        yield return answer[copied..];
    }

    private ReadOnlyMemory<byte> Replacement(SpliceEdit edit) => edit.Kind switch
    {
        SpliceKind.Slot when renderings is not null && edit.Value >= 0 => renderings[edit.Value][edit.Statistic],
        SpliceKind.Slot => answer.Slice(edit.Position, edit.Length),
        SpliceKind.Number => Digits(edit.Value),
        _ => default,
    };

    private static byte[] Digits(int number)
    {
        var digits = new byte[11];
        Utf8Formatter.TryFormat(number, digits, out var length);
        return digits[..length];
    }
}
