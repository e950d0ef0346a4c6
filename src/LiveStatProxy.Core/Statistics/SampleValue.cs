using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace LiveStatProxy.Core.Statistics;

/// <summary>
/// A sample's value, kept as the decimal digits that Prometheus wrote: no digit is lost on the way to the payload, and rounding is
/// that of decimal numbers, as agents do it. The default value is "no sample".
/// </summary>
/// <remarks>
/// Prometheus writes the shortest digits that identify a double: at most 17, with an exponent below 1e-6 and from 1e21 up, or
/// <c>NaN</c>, <c>+Inf</c>, <c>-Inf</c>.
/// </remarks>
public readonly struct SampleValue
{
    /// <summary>The most bytes that <see cref="WriteRounded"/> writes: a sign, all digits of the largest double, a point and decimals.</summary>
    public const int MaxLength = 1 + MaxSignificandDigits + MaxExponent + 1 + Decimals;

    /// <summary>The most bytes that <see cref="WritePercentage"/> writes: that of the largest double by the smallest.</summary>
    public const int MaxPercentageLength = 720;

    /// <summary>The most bytes that <see cref="WriteInteger"/> writes.</summary>
    public const int MaxIntegerLength = 20;

    private const int Decimals = 3;
    private const int PercentageDecimals = 2;
    private const int MaxSignificandDigits = 19;
    private const int MaxExponent = 309;
    private const int MinExponent = -345;

    private static readonly ulong[] PowersOfTen =
        [.. Enumerable.Range(0, MaxSignificandDigits + 1).Select(power => (ulong)BigInteger.Pow(10, power))];

    /// <summary>The powers of ten that are doubles without rounding.</summary>
    private static readonly double[] ExactPowersOfTen = [.. Enumerable.Range(0, 23).Select(power => (double)BigInteger.Pow(10, power))];

    private readonly ulong _significand;
    private readonly short _exponent;
    private readonly bool _isNegative;
    private readonly Kind _kind;

    private SampleValue(Kind kind, bool isNegative, ulong significand, int exponent)
    {
        _kind = kind;
        _isNegative = isNegative;
        _significand = significand;
        _exponent = (short)exponent;
    }

    private enum Kind : byte
    {
        None,
        Finite,
        Infinite,
        NotANumber,
    }

    /// <summary>Zero.</summary>
    public static SampleValue Zero { get; } = new(Kind.Finite, false, 0, 0);

    /// <summary>The capacity of what has none: the largest signed 64-bit integer.</summary>
    public static SampleValue Unbounded { get; } = new(Kind.Finite, false, long.MaxValue, 0);

    /// <summary>Whether there is a sample at all, be it NaN.</summary>
    public bool IsPresent => _kind != Kind.None;

    /// <summary>Whether there is a sample that is a number: neither NaN nor an infinity.</summary>
    public bool IsFinite => _kind == Kind.Finite;

    /// <summary>Whether there is a number above zero.</summary>
    public bool IsPositive => IsFinite && !_isNegative && _significand > 0;

    /// <summary>Whether it is 0.00 percent of <see cref="Unbounded"/>, which takes no calculation to find out; true of nearly all.</summary>
    internal bool IsNextToNothingOfUnbounded => _exponent <= 0 && _significand <= (ulong)(long.MaxValue / 100_000);

    /// <summary>Reads a value as Prometheus writes it.</summary>
    /// <returns>False when <paramref name="text"/> is no value.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out SampleValue value)
    {
        var isNegative = text.Length > 0 && text[0] == '-';
        var unsigned = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var length = ReadDigits(unsigned, out var significand, out var exponent);
        if (length == 0)
        {
            var isInfinite = unsigned.SequenceEqual("Inf"u8);
            value = new SampleValue(isInfinite ? Kind.Infinite : Kind.NotANumber, isNegative, 0, 0);
            return isInfinite || unsigned.SequenceEqual("NaN"u8);
        }

        value = default;
        if (length < unsigned.Length)
        {
            var isExponent = unsigned[length] is (byte)'e' or (byte)'E';
            var exponentText = unsigned[(length + 1)..];
            if (!isExponent || !Utf8Parser.TryParse(exponentText, out short power, out var consumed) || consumed < exponentText.Length)
            {
                return false;
            }

            exponent += power;
        }

        value = Create(isNegative, significand, exponent);
        return true;
    }

    /// <summary>The value of a computed double, with the digits with which Prometheus would write it.</summary>
    public static SampleValue FromDouble(double number)
    {
        if (!double.IsFinite(number))
        {
            return new SampleValue(double.IsNaN(number) ? Kind.NotANumber : Kind.Infinite, number < 0, 0, 0);
        }

        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        _ = TryParse(text[..length], out var value);
        return value;
    }

    /// <summary>The double that Prometheus holds; NaN when there is no sample.</summary>
    public double ToDouble()
    {
        if (!IsFinite)
        {
            return _kind != Kind.Infinite ? double.NaN : _isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        }

        var magnitude = _significand <= 1UL << 53 && Math.Abs((int)_exponent) < ExactPowersOfTen.Length
            ? ScaleExactly(_significand, _exponent)
            : ParseMagnitude();
        return _isNegative ? -magnitude : magnitude;
    }

    /// <summary>
    /// Writes the number as agents do: at most three decimals, a tie rounded to the even digit, no exponent, no trailing zeros, no
    /// minus before zero. What is no number is written as 0.
    /// </summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteRounded(Span<byte> destination)
    {
        if (_significand == 0)
        {
            destination[0] = (byte)'0';
            return 1;
        }

        if (_exponent >= 0)
        {
            return WriteWhole(destination);
        }

        var (whole, thousandths) = _exponent switch
        {
            -1 => (_significand / 10, _significand % 10 * 100),
            -2 => (_significand / 100, _significand % 100 * 10),
            -3 => (_significand / 1000, _significand % 1000),
            _ => Math.DivRem(DivideHalfEven(_significand, -_exponent - Decimals), 1000UL),
        };
        var length = WriteWholeNumber(destination, _isNegative && (whole | thousandths) != 0, whole);
        return length + WriteThousandths(destination[length..], (uint)thousandths);
    }

    /// <summary>
    /// Writes how many percent of <paramref name="capacity"/>, which is positive, this value is: two decimals, always both, a tie rounded to the
    /// even digit. What is no number is 0 percent.
    /// </summary>
    /// <param name="capacity">A number above zero.</param>
    /// <param name="destination">At least <see cref="MaxPercentageLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WritePercentage(SampleValue capacity, Span<byte> destination)
    {
        // In hundredths of a percent: significand × 10^shift / capacity's significand.
        var shift = _exponent - capacity._exponent + 2 + PercentageDecimals;
        if (!TryScale(_significand, shift, out var dividend) || !TryScale(capacity._significand, -shift, out var divisor))
        {
            return WriteBigPercentage(capacity, shift, destination);
        }

        var rounded = RoundHalfEven(Math.DivRem(dividend, divisor), divisor);
        var (whole, hundredths) = Math.DivRem(rounded, 100UL);
        var length = WriteWholeNumber(destination, _isNegative && rounded > 0, whole);
        destination[length] = (byte)'.';
        destination[length + 1] = (byte)('0' + (hundredths / 10));
        destination[length + 2] = (byte)('0' + (hundredths % 10));
        return length + 1 + PercentageDecimals;
    }

    /// <summary>Writes the number without its fraction, held within the 64-bit integers: a GraphQL BigInt. What is no number is 0.</summary>
    /// <param name="destination">At least <see cref="MaxIntegerLength"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteInteger(Span<byte> destination)
    {
        var magnitude = _exponent < 0
            ? -_exponent > MaxSignificandDigits ? 0 : _significand / PowersOfTen[-_exponent]
            : TryScale(_significand, _exponent, out var scaled) ? scaled : long.MaxValue;
        return WriteWholeNumber(destination, _isNegative && magnitude > 0, Math.Min(magnitude, long.MaxValue));
    }

    private static SampleValue Create(bool isNegative, ulong significand, int exponent) =>
        significand == 0 || exponent < MinExponent ? Zero
        : exponent > MaxExponent ? new SampleValue(Kind.Infinite, isNegative, 0, 0)
        : new SampleValue(Kind.Finite, isNegative, significand, exponent);

    /// <summary>Reads digits with at most one point among them; digits beyond the 19th significant one only count for the magnitude.</summary>
    private static int ReadDigits(ReadOnlySpan<byte> text, out ulong significand, out int exponent)
    {
        significand = 0;
        exponent = 0;
        var (digits, isAfterPoint) = (0, false);
        var i = 0;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit > 9)
            {
                if (text[i] != '.' || isAfterPoint)
                {
                    break;
                }

                isAfterPoint = true;
                continue;
            }

            digits++;
            var isKept = significand < 1_000_000_000_000_000_000;
            significand = isKept ? (significand * 10) + digit : significand;
            exponent += (isKept ? 0 : 1) - (isAfterPoint ? 1 : 0);
        }

        return digits == 0 ? 0 : i;
    }

    private static double ScaleExactly(ulong significand, int exponent) =>
        exponent < 0 ? significand / ExactPowersOfTen[-exponent] : significand * ExactPowersOfTen[exponent];

    private double ParseMagnitude()
    {
        Span<byte> text = stackalloc byte[32];
        _significand.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        text[length++] = (byte)'e';
        _exponent.TryFormat(text[length..], out var exponentLength, default, CultureInfo.InvariantCulture);
        return double.Parse(text[..(length + exponentLength)], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private int WriteWhole(Span<byte> destination)
    {
        var length = WriteWholeNumber(destination, _isNegative, _significand);
        destination.Slice(length, _exponent).Fill((byte)'0');
        return length + _exponent;
    }

    private static int WriteWholeNumber(Span<byte> destination, bool isNegative, ulong magnitude)
    {
        destination[0] = (byte)'-';
        magnitude.TryFormat(isNegative ? destination[1..] : destination, out var length, default, CultureInfo.InvariantCulture);
        return isNegative ? length + 1 : length;
    }

    /// <summary>Writes a point and the digits before the zeros at the end; nothing, when there are only zeros.</summary>
    private static int WriteThousandths(Span<byte> destination, uint thousandths)
    {
        if (thousandths == 0)
        {
            return 0;
        }

        destination[3] = (byte)('0' + (thousandths % 10));
        destination[2] = (byte)('0' + (thousandths / 10 % 10));
        destination[1] = (byte)('0' + (thousandths / 100));
        destination[0] = (byte)'.';
        return thousandths % 10 != 0 ? 4 : thousandths % 100 != 0 ? 3 : 2;
    }

    private static ulong DivideHalfEven(ulong dividend, int power) =>
        power > MaxSignificandDigits ? 0 : RoundHalfEven(Math.DivRem(dividend, PowersOfTen[power]), PowersOfTen[power]);

    private static ulong RoundHalfEven((ulong Quotient, ulong Remainder) division, ulong divisor)
    {
        var rest = divisor - division.Remainder;
        var isUp = division.Remainder > rest || (division.Remainder == rest && (division.Quotient & 1) == 1);
        return division.Quotient + (isUp ? 1UL : 0);
    }

    /// <summary>Multiplies by a power of ten (by one, if the power is negative), when the product fits.</summary>
    private static bool TryScale(ulong significand, int power, out ulong scaled)
    {
        scaled = significand;
        if (power <= 0)
        {
            return true;
        }

        if (power > MaxSignificandDigits)
        {
            return false;
        }

        return Math.BigMul(significand, PowersOfTen[power], out scaled) == 0;
    }

    private int WriteBigPercentage(SampleValue capacity, int shift, Span<byte> destination)
    {
        var dividend = _significand * BigInteger.Pow(10, Math.Max(shift, 0));
        var divisor = capacity._significand * BigInteger.Pow(10, Math.Max(-shift, 0));
        var (quotient, remainder) = BigInteger.DivRem(dividend, divisor);
        var comparison = (remainder * 2).CompareTo(divisor);
        if (comparison > 0 || (comparison == 0 && !quotient.IsEven))
        {
            quotient++;
        }

        var digits = (_isNegative ? -quotient : quotient).ToString("D3", CultureInfo.InvariantCulture);
        return Encoding.ASCII.GetBytes($"{digits[..^PercentageDecimals]}.{digits[^PercentageDecimals..]}", destination);
    }
}
