using System.Globalization;
using System.Numerics;
using System.Text;
using LiveStatProxy.Demo.Manager.Requests;
using LiveStatProxy.Demo.Manager.Responses;

namespace LiveStatProxy.Tests.Demo;

public class PythonJsonTests
{
    // As repr() of CPython 3.12 shows them.
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(100.0, "100.0")]
    [InlineData(12345.678, "12345.678")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9007199254740993.0, "9007199254740992.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456789012345680.0, "1.2345678901234568e+17")]
    [InlineData(1e22, "1e+22")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(1e-5, "1e-05")]
    [InlineData(-1.5e-7, "-1.5e-07")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Floats_are_written_as_repr_shows_them(double number, string expected) => Assert.Equal(expected, PythonFloat.Repr(number));

    [Fact]
    public void Everything_but_printable_ASCII_is_escaped() =>
        Assert.Equal(
            """
            "\u00e9\ud55c\ud83d\ude00\ud800\u007f\u001f\"\\/\b\f\n\r\t\u2028"
            """,
            Dumps("é한😀\ud800\u007f\u001f\"\\/\b\f\n\r\t\u2028"));

    [Fact]
    public void Separators_are_followed_by_a_space() =>
        Assert.Equal(
            """{"a": [1, 2.0, 123456789012345678901234567890], "b": {}, "c": [], "d": [true, null]}""",
            Dumps(PythonJsonReader.Read("""{"a":[1,2.0,123456789012345678901234567890],"b":{},"c":[ ],"d":[true,null]}""")));

    [Theory]
    [InlineData("NaN", "NaN")]
    [InlineData("-Infinity", "-Infinity")]
    [InlineData(" [1e5, -0, 0.5E-1]\t\r\n", "[100000.0, 0, 0.05]")]
    [InlineData("""{"a": 1, "a": 2}""", """{"a": 2}""")]
    [InlineData("\"\\ud83d\\ude00\\ud800\"", "\"\\ud83d\\ude00\\ud800\"")]
    public void What_loads_reads_is_read(string text, string dumped) => Assert.Equal(dumped, Dumps(PythonJsonReader.Read(text)));

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF{}")]
    [InlineData("{,}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\"}")]
    [InlineData("{a: 1}")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("nul")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"abc")]
    [InlineData("{} {}")]
    [InlineData("\u00a01")]
    public void What_loads_refuses_is_refused(string text) => Assert.Throws<PythonJsonException>(() => PythonJsonReader.Read(text));

    [Fact]
    public void Nesting_is_limited_as_by_Pythons_stack() =>
        Assert.Throws<PythonRecursionException>(() => PythonJsonReader.Read(new string('[', 100_000)));

    [Fact]
    public void Whole_numbers_keep_their_kind()
    {
        Assert.IsType<long>(PythonJsonReader.Read("9223372036854775807"));
        Assert.Equal(BigInteger.Parse("9223372036854775808", CultureInfo.InvariantCulture), PythonJsonReader.Read("9223372036854775808"));
        Assert.IsType<double>(PythonJsonReader.Read("1.0"));
    }

    private static string Dumps(object? value) => Encoding.ASCII.GetString(PythonJsonWriter.Dumps(value));
}
