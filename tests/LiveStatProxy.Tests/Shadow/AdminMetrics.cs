using System.Globalization;
using LiveStatProxy.Tests.Pipeline;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>A running proxy's metrics.</summary>
internal static class AdminMetrics
{
    private static readonly HttpClient Client = new();

    /// <summary>The value of a series; 0 where it is not there.</summary>
    public static async Task<double> ReadAsync(GateProxy proxy, string series)
    {
        var text = await Client.GetStringAsync(new Uri(proxy.Admin, "metrics"), TestContext.Current.CancellationToken);
        return ValueOf(text, series);
    }

    /// <summary>The value of a series in the text of <c>/metrics</c>; 0 where it is not there.</summary>
    public static double ValueOf(string text, string series)
    {
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith($"{series} ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture);
    }
}
