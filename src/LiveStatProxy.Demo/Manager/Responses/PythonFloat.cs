using System.Globalization;

namespace LiveStatProxy.Demo.Manager.Responses;

/// <summary>Floats as Python writes them.</summary>
public static class PythonFloat
{
    private const int FirstExponentWithPower = 16;
    private const int LastExponentWithZeros = -4;

    /// <summary>The shortest text that reads back as <paramref name="number"/>, laid out as Python's <c>repr</c>: <c>1.0</c>, <c>1e+16</c>, <c>1e-05</c>.</summary>
    public static string Repr(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        var (sign, digits, exponent) = Decompose(number);
        return sign + exponent switch
        {
            >= FirstExponentWithPower or < LastExponentWithZeros => WithPower(digits, exponent),
            < 0 => $"0.{new string('0', -exponent - 1)}{digits}",
            _ when digits.Length > exponent + 1 => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
            _ => $"{digits.PadRight(exponent + 1, '0')}.0",
        };
    }

    private static string WithPower(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    /// <summary>The shortest digits <c>d₀d₁d₂…</c> and the power of ten of <c>d₀</c>.</summary>
    private static (string Sign, string Digits, int Exponent) Decompose(double number)
    {
        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var power = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var whole = parts[0].Split('.')[0];
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = all.TrimStart('0');
        var digits = significant.TrimEnd('0');
        var sign = double.IsNegative(number) ? "-" : "";
        return digits.Length == 0 ? (sign, "0", 0) : (sign, digits, power + whole.Length - 1 - (all.Length - significant.Length));
    }
}
