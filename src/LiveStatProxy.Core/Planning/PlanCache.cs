using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Operations;
using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Core.Planning;

/// <summary>
/// Plans by exact text and operation name. Clients poll the same few documents, so a document is parsed once and found again by
/// its bytes, without a copy. Bounded in plans and bytes: when the young half is full, the old half is forgotten and the young one
/// becomes old; what is asked for again moves to the young one.
/// </summary>
/// <param name="planner">Makes the plans that are missing.</param>
/// <param name="maxPlans">How many plans are kept at most.</param>
/// <param name="maxBytes">How many bytes of operations are kept at most; a plan holds a few times its operation's bytes.</param>
public sealed class PlanCache(TranslationPlanner planner, int maxPlans = 2_000, long maxBytes = 32 * 1024 * 1024)
{
    private readonly Lock _turn = new();
    private Generation _young = new();
    private Generation _old = new();

    /// <summary>How many plans are kept.</summary>
    public int Count => _young.Plans.Count + _old.Plans.Count;

    /// <summary>The plan for a request.</summary>
    /// <param name="body">The JSON body.</param>
    /// <param name="request">Where the parts stand in <paramref name="body"/>.</param>
    public TranslationPlan Get(ReadOnlySpan<byte> body, GraphQLRequest request)
    {
        var text = new OperationText(
            body[request.Query],
            request.OperationName is { } name ? body[name] : default,
            request.OperationName is not null);

        if (_young.Lookup.TryGetValue(text, out var plan))
        {
            return plan;
        }

        if (!_old.Lookup.TryGetValue(text, out plan))
        {
            plan = Plan(text);
        }

        Keep(text, plan);
        return plan;
    }

    private TranslationPlan Plan(OperationText text) =>
        JsonStringContent.IsValid(text.Query) && JsonStringContent.IsValid(text.OperationName)
            ? planner.Plan(text.Query.ToArray(), text.HasName ? JsonStringContent.Unescape(text.OperationName) : null)
            : TranslationPlan.Refuse(OutcomeReason.BodyNotUnderstood);

    private void Keep(OperationText text, TranslationPlan plan)
    {
        var bytes = text.Query.Length + text.OperationName.Length;
        if (bytes > maxBytes / 2)
        {
            return;
        }

        lock (_turn)
        {
            if (_young.Plans.Count >= maxPlans / 2 || _young.Bytes + bytes > maxBytes / 2)
            {
                _old = _young;
                _young = new Generation();
            }

            if (_young.Lookup.TryAdd(text, plan))
            {
                _young.Bytes += bytes;
            }
        }
    }

    private sealed class Generation
    {
        public Generation() => Lookup = Plans.GetAlternateLookup<OperationText>();

        public ConcurrentDictionary<OperationKey, TranslationPlan> Plans { get; } = new(OperationTextComparer.Instance);

        public ConcurrentDictionary<OperationKey, TranslationPlan>.AlternateLookup<OperationText> Lookup { get; }

        public long Bytes { get; set; }
    }

    private readonly ref struct OperationText(ReadOnlySpan<byte> query, ReadOnlySpan<byte> operationName, bool hasName)
    {
        public ReadOnlySpan<byte> Query { get; } = query;

        public ReadOnlySpan<byte> OperationName { get; } = operationName;

        public bool HasName { get; } = hasName;
    }

    private sealed record OperationKey(byte[] Query, byte[] OperationName, bool HasName)
    {
        public OperationText Text => new(Query, OperationName, HasName);
    }

    private sealed class OperationTextComparer : IEqualityComparer<OperationKey>, IAlternateEqualityComparer<OperationText, OperationKey>
    {
        public static OperationTextComparer Instance { get; } = new();

        public OperationKey Create(OperationText alternate) =>
            new(alternate.Query.ToArray(), alternate.OperationName.ToArray(), alternate.HasName);

        public bool Equals(OperationText alternate, OperationKey other) =>
            alternate.HasName == other.HasName
            && alternate.Query.SequenceEqual(other.Query)
            && alternate.OperationName.SequenceEqual(other.OperationName);

        // HashCode is seeded at random per process: collisions can't be prepared.
        public int GetHashCode(OperationText alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate.Query);
            hash.AddBytes(alternate.OperationName);
            return hash.ToHashCode();
        }

        public bool Equals(OperationKey? x, OperationKey? y) => x is not null && y is not null && Equals(x.Text, y);

        public int GetHashCode([DisallowNull] OperationKey obj) => GetHashCode(obj.Text);
    }
}
