using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveStatProxy.Core.Statistics;

/// <summary>A duration as PromQL writes it: <c>5m</c>, <c>1h30m</c>, <c>500ms</c>.</summary>
public static partial class PromQLDuration
{
    /// <summary>Reads a PromQL duration; false when <paramref name="text"/> is none, or zero.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var match = Syntax().Match(text);
        if (!match.Success || text.Length > 32)
        {
            return false;
        }

        double milliseconds = 0;
        foreach (Group unit in match.Groups)
        {
            milliseconds += unit.Success && MillisecondsOf(unit.Name) is { } length
                ? length * double.Parse(unit.Value, CultureInfo.InvariantCulture)
                : 0;
        }

        if (milliseconds is 0 or > 3_000_000_000_000)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(milliseconds);
        return true;
    }

    /// <summary>Reads a PromQL duration that is known to be one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"\"{text}\" is not a PromQL duration.");

    /// <summary>Writes a duration in PromQL, to the millisecond.</summary>
    public static string Format(TimeSpan duration) =>
        duration.Ticks % TimeSpan.TicksPerSecond == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / TimeSpan.TicksPerSecond}s")
            : string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / TimeSpan.TicksPerMillisecond}ms");

    private static double? MillisecondsOf(string unit) => unit switch
    {
        "y" => 365 * 86_400_000d,
        "w" => 7 * 86_400_000d,
        "d" => 86_400_000,
        "h" => 3_600_000,
        "m" => 60_000,
        "s" => 1000,
        "ms" => 1,
        _ => null,
    };

    [GeneratedRegex(@"\A(?:(?<y>\d+)y)?(?:(?<w>\d+)w)?(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m)?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?\z")]
    private static partial Regex Syntax();
}
