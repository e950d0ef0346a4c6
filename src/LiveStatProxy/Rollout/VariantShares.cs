using Prometheus;

namespace LiveStatProxy.Rollout;

/// <summary>How many requests got which variant lately: the shares as they really are.</summary>
public sealed class VariantShares
{
    private readonly Lock _turn = new();
    private readonly SlidingWindow<Counts> _window;
    private readonly Counter.Child[] _decisions;

    /// <summary>Registers the counter with <paramref name="registry"/>.</summary>
    public VariantShares(CollectorRegistry registry, TimeProvider time)
    {
        _window = new SlidingWindow<Counts>(TimeSpan.FromMinutes(5), time);
        var decisions = Metrics.WithCustomRegistry(registry).CreateCounter(
            "livestat_variants_total", "Operations that can be translated, by the variant that they got.", "variant");
        _decisions = [.. Enum.GetNames<LiveStatVariant>().Select(name => decisions.WithLabels(name))];
    }

    /// <summary>How far back <see cref="Seen"/> reaches.</summary>
    public TimeSpan Window => _window.Length;

    /// <summary>Counts a decision.</summary>
    public void Count(LiveStatVariant variant)
    {
        _decisions[(int)variant].Inc();
        lock (_turn)
        {
            _window.Current.OfVariant[(int)variant]++;
        }
    }

    /// <summary>Decisions within the window, by variant.</summary>
    public IReadOnlyDictionary<LiveStatVariant, long> Seen()
    {
        lock (_turn)
        {
            return Enum.GetValues<LiveStatVariant>()
                .ToDictionary(variant => variant, variant => _window.All.Sum(slice => slice.OfVariant[(int)variant]));
        }
    }

    private sealed class Counts
    {
        public long[] OfVariant { get; } = new long[Enum.GetValues<LiveStatVariant>().Length];
    }
}
