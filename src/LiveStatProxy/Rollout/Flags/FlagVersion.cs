using System.Collections.Concurrent;
using Microsoft.FeatureManagement;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>
/// One validated version of the flag. Its conditions (filters) are looked at for each request, since they depend on the time and on
/// the operation; its allocation depends on the caller alone, so it is remembered.
/// </summary>
/// <remarks>See <c>FlagBenchmarks</c>: the library takes 3 µs for an allocation, memory 12 ns, two filters 0.3 µs.</remarks>
public sealed class FlagVersion
{
    private const int MaxRemembered = 10_000;

    private readonly FeatureManager? _conditions;
    private readonly FeatureManager _allocation;
    private ConcurrentDictionary<string, LiveStatVariant> _variants = new(StringComparer.Ordinal);
    private int _remembered;

    /// <summary>Takes a definition that <see cref="FlagReader"/> found valid.</summary>
    public FlagVersion(FeatureDefinition definition, FlagFilters filters)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(filters);
        Definition = definition;
        Shares = new ConfiguredShares(definition);
        _conditions = definition.EnabledFor.Any()
            ? new FeatureManager(new OneDefinition(With(definition.EnabledFor, []))) { FeatureFilters = [.. filters.All] }
            : null;
        _allocation = new FeatureManager(
            new OneDefinition(With([new FeatureFilterConfiguration { Name = FlagFilters.AlwaysOn }], definition.Variants)));

        FeatureDefinition With(IEnumerable<FeatureFilterConfiguration> enabledFor, IEnumerable<VariantDefinition> variants) => new()
        {
            Name = definition.Name,
            Status = definition.Status,
            RequirementType = definition.RequirementType,
            EnabledFor = [.. enabledFor],
            Allocation = definition.Allocation,
            Variants = [.. variants],
        };
    }

    /// <summary>What the file says.</summary>
    public FeatureDefinition Definition { get; }

    /// <summary>The shares that the file gives to callers who are in no list.</summary>
    public ConfiguredShares Shares { get; }

    /// <summary>Whether the flag is enabled in the file.</summary>
    public bool IsEnabled => Definition.Status != FeatureStatus.Disabled;

    /// <summary>The variant for a caller and an operation.</summary>
    /// <exception cref="FeatureManagementException">The library found a fault that validation did not.</exception>
    public async ValueTask<LiveStatVariant> VariantOfAsync(FlagContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!IsEnabled || (_conditions is not null && !await _conditions.IsEnabledAsync(LiveStatFlag.Name, context, cancellationToken)))
        {
            return LiveStatVariant.Manager;
        }

        return _variants.TryGetValue(context.UserId, out var known) ? known : await AllocateAsync(context, cancellationToken);
    }

    private async ValueTask<LiveStatVariant> AllocateAsync(FlagContext context, CancellationToken cancellationToken)
    {
        var allocated = await _allocation.GetVariantAsync(LiveStatFlag.Name, context, cancellationToken);
        var variant = allocated is null ? LiveStatVariant.Manager : Enum.Parse<LiveStatVariant>(allocated.Name);
        if (Interlocked.Increment(ref _remembered) > MaxRemembered)
        {
            // Clients choose their access keys as they like, so memory has a bound; forgetting costs a hash.
            _variants = new ConcurrentDictionary<string, LiveStatVariant>(StringComparer.Ordinal);
            _remembered = 0;
        }

        _variants[context.UserId] = variant;
        return variant;
    }

    private sealed class OneDefinition(FeatureDefinition definition) : IFeatureDefinitionProvider
    {
        private readonly Task<FeatureDefinition> _definition = Task.FromResult(definition);

        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => _definition;

        public IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync() => new[] { definition }.ToAsyncEnumerable();
    }
}
