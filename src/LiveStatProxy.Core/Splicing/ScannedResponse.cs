namespace LiveStatProxy.Core.Splicing;

/// <summary>What a scan can find out about the manager's answer as a whole.</summary>
public enum ScanVerdict
{
    /// <summary>It has data that can be spliced.</summary>
    Usable,

    /// <summary>The manager refused the operation, or an error stands where an id should: the original operation must be asked.</summary>
    Refused,

    /// <summary>Not the JSON that a GraphQL response is.</summary>
    Unusable,
}

/// <summary>Where a manager's answer to a translated operation is to be changed. May be cleared and used again.</summary>
public sealed class ScannedResponse
{
    private readonly Dictionary<Guid, int> _indexes = [];
    private readonly List<SpliceEdit> _edits = [];
    private Guid[] _kernelIds = [];

    /// <summary>The kernels that the answer shows, each once.</summary>
    public ReadOnlyMemory<Guid> KernelIds => _kernelIds.AsMemory(0, _indexes.Count);

    /// <summary>The changes, ascending and apart.</summary>
    public IReadOnlyList<SpliceEdit> Edits => _edits;

    /// <summary>The answer as a whole.</summary>
    public ScanVerdict Verdict { get; internal set; }

    /// <summary>Whether the answer carries errors.</summary>
    public bool HasErrors { get; internal set; }

    /// <summary>Forgets everything but its memory.</summary>
    public void Clear()
    {
        _indexes.Clear();
        _edits.Clear();
        Verdict = default;
        HasErrors = false;
    }

    internal int EditCount => _edits.Count;

    internal void Add(SpliceEdit edit) => _edits.Add(edit);

    /// <summary>Takes back the cuts that end where another begins, one after the other.</summary>
    /// <returns>Where the first of them began.</returns>
    internal int TakeBackCuts(int end)
    {
        while (_edits is [.., { Kind: SpliceKind.Cut } last] && last.Position + last.Length == end)
        {
            _edits.RemoveAt(_edits.Count - 1);
            end = last.Position;
        }

        return end;
    }

    internal int IndexOf(Guid kernelId)
    {
        var next = _indexes.Count;
        if (!_indexes.TryGetValue(kernelId, out var index))
        {
            if (next == _kernelIds.Length)
            {
                Array.Resize(ref _kernelIds, Math.Max(16, next * 2));
            }

            _kernelIds[next] = kernelId;
            _indexes[kernelId] = index = next;
        }

        return index;
    }

    /// <summary>Gives the slots from <paramref name="first"/> on that wait for their object's companion what it said.</summary>
    internal void SettleWaitingSlots(int first, int kernelIndex)
    {
        for (var i = first; i < _edits.Count; i++)
        {
            if (_edits[i] is { Kind: SpliceKind.Slot, Value: SpliceEdit.Waiting } slot)
            {
                _edits[i] = slot with { Value = kernelIndex };
            }
        }
    }
}
