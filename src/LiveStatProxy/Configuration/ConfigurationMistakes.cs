using System.Text.RegularExpressions;

namespace LiveStatProxy.Configuration;

/// <summary>Gathers what is wrong with the configuration, so that all of it is said at once.</summary>
public sealed partial class ConfigurationMistakes
{
    private readonly List<string> _lines = [];

    /// <summary>One line per mistake: the key, its value and what is allowed.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Notes a value that is not allowed.</summary>
    /// <param name="key">The full key, as in <c>Prometheus:Timeout</c>.</param>
    /// <param name="value">The value as configured; credentials in an address are not shown.</param>
    /// <param name="allowed">What is allowed instead.</param>
    public void Add(string key, string? value, string allowed) =>
        _lines.Add($"{key} is {(value is null ? "missing" : $"\"{Credentials().Replace(value, "…")}\"")}; allowed: {allowed}");

    [GeneratedRegex("(?<=://)[^/?#]*(?=@)")]
    private static partial Regex Credentials();

    /// <summary>Stops the start when anything was wrong.</summary>
    /// <exception cref="ConfigurationMistakeException">There is a mistake.</exception>
    public void ThrowIfAny()
    {
        if (_lines.Count > 0)
        {
            throw new ConfigurationMistakeException(_lines);
        }
    }
}

/// <summary>The configuration is wrong; the program does not start. The message has one line per mistake.</summary>
public sealed class ConfigurationMistakeException(IReadOnlyList<string> lines) : Exception(string.Join(Environment.NewLine, lines))
{
    /// <summary>One line per mistake.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}
