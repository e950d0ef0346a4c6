using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Planning;

/// <summary>What stands under a response key.</summary>
public enum ShapeEntryKind
{
    /// <summary>Objects, or lists of them, with statistics further below.</summary>
    Below,

    /// <summary>A kernel's id where its statistic belongs: the value is replaced.</summary>
    Id,

    /// <summary>A kernel's id beside the manager's own statistic: key and value are cut out.</summary>
    Companion,

    /// <summary>The manager's own statistic, of the kernel that the object's companion names.</summary>
    Statistic,
}

/// <summary>A response key on the way to a statistic.</summary>
/// <param name="ResponseKey">The key in UTF-8; GraphQL names are ASCII.</param>
/// <param name="Kind">What stands there.</param>
/// <param name="Statistic">Which statistic, for <see cref="ShapeEntryKind.Id"/> and <see cref="ShapeEntryKind.Statistic"/>.</param>
/// <param name="Below">What is below, for <see cref="ShapeEntryKind.Below"/>.</param>
public sealed record ShapeEntry(ReadOnlyMemory<byte> ResponseKey, ShapeEntryKind Kind, StatisticField Statistic, ResponseShape? Below);

/// <summary>The part of a response's object that leads to statistics: nothing else of it needs a look.</summary>
public sealed class ResponseShape(IEnumerable<ShapeEntry> entries)
{
    private readonly ShapeEntry[] _entries = [.. entries];

    /// <summary>The response keys on the way to statistics.</summary>
    public IReadOnlyList<ShapeEntry> Entries => _entries;

    /// <summary>How the response keys begin.</summary>
    public ReadOnlyMemory<KeyBeginning> Beginnings { get; } = entries.Select(entry => KeyBeginning.Of(entry.ResponseKey.Span)).Distinct().ToArray();

    /// <summary>Whether objects here may hold a companion.</summary>
    public bool HasCompanion { get; } = entries.Any(entry => entry.Kind == ShapeEntryKind.Companion);

    /// <summary>Whether an id stands in a statistic's place, here or below: the manager's own values are not all there then.</summary>
    public bool HasIds { get; } = entries.Any(entry => entry.Kind == ShapeEntryKind.Id || entry.Below is { HasIds: true });

    /// <summary>The entry under a response key; null where nothing leads to a statistic.</summary>
    public ShapeEntry? Find(ReadOnlySpan<byte> responseKey)
    {
        // A handful at most: a linear look beats a hash.
        foreach (var entry in _entries)
        {
            if (entry.ResponseKey.Span.SequenceEqual(responseKey))
            {
                return entry;
            }
        }

        return null;
    }
}
