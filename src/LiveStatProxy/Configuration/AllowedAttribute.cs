using System.Globalization;

namespace LiveStatProxy.Configuration;

/// <summary>States what a configuration value may be, in words for the operator, and checks it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class AllowedAttribute(string allowed) : Attribute
{
    /// <summary>What is allowed, as the end of the sentence "allowed: …".</summary>
    public string Allowed { get; } = allowed;

    /// <summary>Whether <paramref name="value"/>, already of the property's type, is allowed.</summary>
    public abstract bool Allows(object? value);
}

/// <summary>A duration in .NET's format <c>[d.]hh:mm:ss[.fff]</c>, within bounds.</summary>
public sealed class DurationAttribute(string least, string most)
    : AllowedAttribute($"a duration from {least} to {most} (hh:mm:ss)")
{
    private readonly TimeSpan _least = TimeSpan.Parse(least, CultureInfo.InvariantCulture);
    private readonly TimeSpan _most = TimeSpan.Parse(most, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool Allows(object? value) => value is null || (value is TimeSpan duration && duration >= _least && duration <= _most);
}

/// <summary>A whole number within bounds.</summary>
public sealed class WholeNumberAttribute(long least, long most)
    : AllowedAttribute($"a whole number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) =>
        value is null || (Convert.ToInt64(value, CultureInfo.InvariantCulture) is var number && number >= least && number <= most);
}

/// <summary>A number within bounds.</summary>
public sealed class NumberAttribute(double least, double most)
    : AllowedAttribute($"a number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) =>
        value is null || (Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number >= least && number <= most);
}

/// <summary>An absolute http or https address.</summary>
public sealed class HttpAddressAttribute() : AllowedAttribute("an absolute http:// or https:// address")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) =>
        value is Uri { IsAbsoluteUri: true, Scheme: "http" or "https" } address && address.Query.Length == 0 && address.Fragment.Length == 0;
}

/// <summary>Paths that begin with a slash, at least one of them.</summary>
public sealed class RequestPathsAttribute() : AllowedAttribute("one or more paths, each beginning with '/'")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) =>
        value is IReadOnlyCollection<string> { Count: > 0 } paths && paths.All(path => path.StartsWith('/'));
}

/// <summary>Text that is not empty.</summary>
public sealed class NotEmptyAttribute() : AllowedAttribute("a text that is not empty")
{
    /// <inheritdoc/>
    public override bool Allows(object? value) => !string.IsNullOrWhiteSpace(value as string);
}
