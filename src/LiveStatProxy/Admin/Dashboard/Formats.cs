using System.Globalization;

namespace LiveStatProxy.Admin.Dashboard;

/// <summary>How the dashboard writes numbers: the same everywhere, and with units.</summary>
internal static class Formats
{
    public static string Count(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("0.0#\\%", CultureInfo.InvariantCulture) is var text && share == 0 ? "0%" : text;

    public static string Share(double share) => (100 * share).ToString("0.##\\%", CultureInfo.InvariantCulture);

    public static string SignedShare(double share) => (100 * share).ToString("+0.#\\%;-0.#\\%;0\\%", CultureInfo.InvariantCulture);

    public static string Duration(double? seconds) => seconds switch
    {
        null => "–",
        < 1 => (1000 * seconds.Value).ToString("0.0 ms", CultureInfo.InvariantCulture),
        _ => seconds.Value.ToString("0.00 s", CultureInfo.InvariantCulture),
    };

    public static string Minutes(TimeSpan length) => length < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0} min");

    public static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "–";

    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
