using System.Globalization;
using System.Text;
using CsCheck;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Statistics;

public class SampleValueTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("1073741824", "1073741824")]
    [InlineData("2048.3333333333335", "2048.333")]
    [InlineData("1.5000", "1.5")]
    [InlineData("-12.3456", "-12.346")]
    [InlineData("-0.0004", "0")]
    [InlineData("9.9996", "10")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Is_written_with_three_decimals_at_most_and_no_trailing_zeros(string text, string written) => Assert.Equal(written, Rounded(text));

    [Theory]
    [InlineData("0.0005", "0")]
    [InlineData("0.0015", "0.002")]
    [InlineData("0.0025", "0.002")]
    [InlineData("2.3455", "2.346")]
    [InlineData("2.34450000000001", "2.345")]
    public void Rounds_a_decimal_tie_to_the_even_digit(string text, string written) => Assert.Equal(written, Rounded(text));

    [Theory]
    [InlineData("5e-324", "0")]
    [InlineData("1.5e-07", "0")]
    [InlineData("1e+21", "1000000000000000000000")]
    [InlineData("-1.25e+22", "-12500000000000000000000")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("18446744073709551616", "18446744073709551610")]
    public void Is_written_without_exponent(string text, string written) => Assert.Equal(written, Rounded(text));

    [Fact]
    public void Holds_the_largest_double()
    {
        var written = Rounded("1.7976931348623157e+308");

        Assert.Equal("17976931348623157" + new string('0', 292), written);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("+Inf")]
    [InlineData("-Inf")]
    public void Without_a_number_is_present_and_written_as_zero(string text)
    {
        var value = Parse(text);

        Assert.True(value.IsPresent);
        Assert.False(value.IsFinite);
        Assert.Equal("0", Rounded(text));
        Assert.Equal(double.Parse(text.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture), value.ToDouble());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e99999999")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("Infinity")]
    [InlineData("nan")]
    [InlineData("1_000")]
    public void Is_not_read_from_what_is_no_value(string text) => Assert.False(SampleValue.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Is_rounded_as_a_decimal_is() => Gen.Decimal[-1e12m, 1e12m].Sample(number =>
    {
        var text = Math.Round(number, 12).ToString(CultureInfo.InvariantCulture);
        var expected = Math.Round(decimal.Parse(text, CultureInfo.InvariantCulture), 3, MidpointRounding.ToEven).ToString("0.###", CultureInfo.InvariantCulture);

        return Rounded(text) == (expected == "-0" ? "0" : expected);
    });

    [Fact]
    public void Is_the_double_that_was_written() => Gen.Double.Where(double.IsFinite).Sample(number =>
        Parse(number.ToString("R", CultureInfo.InvariantCulture)).ToDouble() == number && SampleValue.FromDouble(number).ToDouble() == number);

    [Theory]
    [InlineData("1", "8", "12.50")]
    [InlineData("200", "800", "25.00")]
    [InlineData("12345", "100000", "12.34")]
    [InlineData("12355", "100000", "12.36")]
    [InlineData("1", "3", "33.33")]
    [InlineData("2", "3", "66.67")]
    [InlineData("0", "3", "0.00")]
    [InlineData("NaN", "3", "0.00")]
    [InlineData("-Inf", "3", "0.00")]
    [InlineData("-0.0001", "8", "0.00")]
    [InlineData("-1", "8", "-12.50")]
    [InlineData("1000000", "9223372036854775807", "0.00")]
    [InlineData("1e+21", "1", "100000000000000000000000.00")]
    [InlineData("1", "1e-10", "1000000000000.00")]
    [InlineData("3e-10", "7e-12", "4285.71")]
    [InlineData("5e-324", "1e+300", "0.00")]
    public void Is_a_percentage_of_a_capacity_with_two_decimals(string value, string capacity, string percentage) =>
        Assert.Equal(percentage, Percentage(value, capacity));

    [Fact]
    public void Percentages_are_those_of_decimals() => Gen.Select(Gen.Decimal[0, 1e9m], Gen.Decimal[1e-3m, 1e9m]).Sample((value, capacity) =>
    {
        (value, capacity) = (Math.Round(value, 6), Math.Round(capacity, 3) + 0.001m);
        var expected = Math.Round(value / capacity * 100, 2, MidpointRounding.ToEven).ToString("F2", CultureInfo.InvariantCulture);

        return Percentage(value.ToString(CultureInfo.InvariantCulture), capacity.ToString(CultureInfo.InvariantCulture)) == expected;
    });

    [Fact]
    public void The_largest_percentage_fits()
    {
        var percentage = Percentage("-1.7976931348623157e+308", "5e-324");

        Assert.Equal(".00", percentage[^3..]);
        Assert.InRange(percentage.Length, 600, SampleValue.MaxPercentageLength);
    }

    [Theory]
    [InlineData("12.999", "12")]
    [InlineData("-12.999", "-12")]
    [InlineData("-0.5", "0")]
    [InlineData("1.5e+3", "1500")]
    [InlineData("1e-300", "0")]
    [InlineData("1e+300", "9223372036854775807")]
    [InlineData("-1e+300", "-9223372036854775807")]
    [InlineData("NaN", "0")]
    public void Is_a_BigInt_without_a_fraction(string text, string written)
    {
        Span<byte> buffer = stackalloc byte[SampleValue.MaxLength];

        Assert.Equal(written, Encoding.ASCII.GetString(buffer[..Parse(text).WriteInteger(buffer)]));
    }

    private static SampleValue Parse(string text)
    {
        Assert.True(SampleValue.TryParse(Encoding.UTF8.GetBytes(text), out var value), text);
        return value;
    }

    private static string Rounded(string text)
    {
        Span<byte> buffer = stackalloc byte[SampleValue.MaxLength];
        return Encoding.ASCII.GetString(buffer[..Parse(text).WriteRounded(buffer)]);
    }

    private static string Percentage(string value, string capacity)
    {
        Span<byte> buffer = stackalloc byte[SampleValue.MaxPercentageLength];
        return Encoding.ASCII.GetString(buffer[..Parse(value).WritePercentage(Parse(capacity), buffer)]);
    }
}
