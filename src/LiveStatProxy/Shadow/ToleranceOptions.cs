using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Shadow;

/// <summary>An entry of <c>Shadow:Tolerances</c>.</summary>
public sealed record ToleranceOptions
{
    // No default in place: the binder adds to a list that is there.

    /// <summary>The metrics; <c>*</c> stands for anything. Default all.</summary>
    public string[]? Metrics { get; set; }

    /// <summary>The fields, likewise.</summary>
    public string[]? Fields { get; set; }

    /// <summary>In the field's own unit.</summary>
    public double Absolute { get; set; }

    /// <summary>As a share of the larger value.</summary>
    public double Relative { get; set; }

    /// <summary>What a counter gains in so many seconds.</summary>
    public double Seconds { get; set; }

    internal ToleranceRule ToRule() =>
        new(NamePatterns.OrAll(Metrics), NamePatterns.OrAll(Fields), new Tolerance(Absolute, Relative, Seconds));
}

/// <summary>A list of tolerances.</summary>
public sealed class TolerancesAttribute() : AllowedAttribute(
    "a list of { Metrics, Fields, Absolute, Relative, Seconds }: the first two lists of names, the others numbers that are not negative")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) => value is ToleranceOptions[] tolerances && Array.TrueForAll(tolerances, tolerance =>
        tolerance is { Absolute: >= 0, Relative: >= 0, Seconds: >= 0 });
}
