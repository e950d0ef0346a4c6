using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Shadow.Recording;

/// <summary>
/// Metrics and fields as labels: whatever plugins and managers come up with, there is a limit to their number. Beyond it they fold into <c>other</c>.
/// </summary>
public sealed class BoundedNames(ShadowOptions options)
{
    /// <summary>What names beyond the limit fold into.</summary>
    public const string Other = "other";

    // Fields of payloads, legacy numbers, and little else.
    private const int MaxFields = 32;
    private const int MaxNameLength = 64;

    private readonly HashSet<string> _metrics = new(StringComparer.Ordinal) { PayloadFields.Whole };
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal) { PayloadFields.Whole };
    private readonly Lock _turn = new();

    /// <summary>The labels of a comparison.</summary>
    public FieldKey KeyOf(FieldComparison comparison)
    {
        lock (_turn)
        {
            return new FieldKey(
                Fold(comparison.Metric, _metrics, options.MaxMetricNames),
                Fold(comparison.Field, _fields, MaxFields));
        }
    }

    /// <summary>A name as logs show it: no longer than a name should be.</summary>
    public static string Cut(string name) => name.Length <= MaxNameLength ? name : $"{name[..MaxNameLength]}…";

    private static string Fold(string name, HashSet<string> known, int limit) =>
        known.Contains(name) ? name
        : name.Length <= MaxNameLength && known.Count <= limit && known.Add(name) ? name
        : Other;
}
