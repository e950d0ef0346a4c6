using System.Text;
using System.Text.Json;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace LiveStatProxy.Rollout.Flags;

/// <summary>The feature filters that the flag may use.</summary>
/// <param name="time">The clock of time windows.</param>
public sealed class FlagFilters(TimeProvider time)
{
    /// <summary>The filter that lets every request through.</summary>
    public const string AlwaysOn = "AlwaysOn";

    private readonly (string Name, string[] Parameters, IFilterParametersBinder Filter)[] _known =
    [
        ("Microsoft.TimeWindow", ["Start", "End", "Recurrence"], new TimeWindowFilter { SystemClock = time }),
        ("Microsoft.Targeting", ["Audience"], new ContextualTargetingFilter()),
        (OperationFilter.Alias, ["Names", "ExceptNames", "Paths"], new OperationFilter()),
    ];

    /// <summary>The filters themselves.</summary>
    public IEnumerable<IFeatureFilterMetadata> All => _known.Select(known => (IFeatureFilterMetadata)known.Filter);

    /// <summary>What a filter in flags.json may be called.</summary>
    public string Names => string.Join(", ", _known.Select(known => known.Name));

    /// <summary>Whether there is a filter of this name.</summary>
    public bool Has(string name) => Array.Exists(_known, known => known.Name == name);

    /// <summary>Reads a filter's parameters, so that a mistake is found now and not while evaluating.</summary>
    /// <returns>Why they are wrong; null when <paramref name="settings"/> is what the filter wants.</returns>
    public string? TryBind(string name, JsonElement? parameters, out object? settings)
    {
        var (_, parameterNames, filter) = Array.Find(_known, known => known.Name == name);
        settings = null;
        if (parameters is { ValueKind: not JsonValueKind.Object })
        {
            return "an object";
        }

        if (parameters?.EnumerateObject().Any(member => !parameterNames.Contains(member.Name, StringComparer.OrdinalIgnoreCase)) == true)
        {
            return $"the parameters {string.Join(", ", parameterNames)}";
        }

        try
        {
            settings = filter.BindParameters(AsConfiguration(parameters));
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidOperationException)
        {
            return $"parameters that {name} can read ({fault.Message})";
        }

        return settings is TimeWindowFilterSettings window ? MistakeIn(window) : null;
    }

    private static string? MistakeIn(TimeWindowFilterSettings window) => window switch
    {
        { Start: null, End: null } => "a Start, an End, or both",
        { Start: { } start, End: { } end } when end <= start => "an End after the Start",
        _ => null,
    };

    private static IConfigurationRoot AsConfiguration(JsonElement? parameters) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(parameters?.GetRawText() ?? "{}"))).Build();
}
