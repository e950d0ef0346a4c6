using System.Text.RegularExpressions;
using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Shadow;

/// <summary>An entry of <c>Shadow:ExpectedDifferences</c>.</summary>
public sealed record ExpectedDifferenceOptions
{
    /// <summary>A short name for metrics and reports.</summary>
    public string Name { get; set; } = "";

    /// <summary>Why the difference is expected, for people.</summary>
    public string Reason { get; set; } = "";

    // No default in place: the binder adds to a list that is there.

    /// <summary>The metrics; <c>*</c> stands for anything. Default all.</summary>
    public string[]? Metrics { get; set; }

    /// <summary>The fields, likewise.</summary>
    public string[]? Fields { get; set; }

    /// <summary>Which differences.</summary>
    public ExpectedWhen When { get; set; }

    /// <summary>Whether only single values differ while their mean must not.</summary>
    public bool EvensOut { get; set; }

    /// <summary>The last day on which it is expected (UTC); none for ever.</summary>
    public DateOnly? Until { get; set; }

    internal ExpectedDifference ToRule() =>
        new(Name, Reason, NamePatterns.OrAll(Metrics), NamePatterns.OrAll(Fields), When, Until) { EvensOut = EvensOut };
}

/// <summary>A list of expected differences.</summary>
public sealed partial class ExpectedDifferencesAttribute() : AllowedAttribute(
    "a list of { Name, Reason, Metrics, Fields, When, EvensOut, Until }: Name of letters, digits and hyphens, a Reason that is not empty, "
    + "When one of Any, ManagerGreater, ManagerLess, ManagerNull, ManagerMissing, PrometheusMissing, Until a day (yyyy-mm-dd)")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) => value is ExpectedDifferenceOptions[] differences && Array.TrueForAll(differences, difference =>
        NameSyntax().IsMatch(difference.Name) && !string.IsNullOrWhiteSpace(difference.Reason));

    [GeneratedRegex("^[A-Za-z0-9-]{1,40}$")]
    private static partial Regex NameSyntax();
}
