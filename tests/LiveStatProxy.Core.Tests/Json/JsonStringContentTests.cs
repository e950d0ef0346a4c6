using System.Text;
using System.Text.Json;
using CsCheck;
using LiveStatProxy.Core.Json;

namespace LiveStatProxy.Core.Tests.Json;

public class JsonStringContentTests
{
    [Fact]
    public void Unescaping_agrees_with_the_JSON_library_on_every_text()
    {
        Gen.String.Where(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text).Sample(text =>
        {
            var raw = JsonEncodedText.Encode(text).EncodedUtf8Bytes;

            Assert.Equal(text, JsonStringContent.Unescape(raw));
        });
    }

    [Fact]
    public void Lone_surrogates_and_every_escape_are_understood()
    {
        Assert.Equal("\ud800 \udc00\ud83c\udf4e \"\\/\b\f\n\r\tA🍎",
            JsonStringContent.Unescape(@"\ud800 \uDC00\uD83C\udf4e \""\\\/\b\f\n\r\t\u0041🍎"u8));
    }

    [Fact]
    public void Edits_change_nothing_but_their_place()
    {
        var raw = @"\u0061é🍎\ud83c\udf4e\nlive\u005fstat\ud800\""end"u8;
        var start = JsonStringContent.Unescape(raw).IndexOf("live_stat", StringComparison.Ordinal);

        var edited = JsonStringContent.Apply(raw, [new TextEdit(0, 0, "<"), new TextEdit(start, 9, "row_id"), new TextEdit(start + 9, 0, ">")]);

        Assert.Equal(@"<\u0061é🍎\ud83c\udf4e\nrow_id>\ud800\""end", Encoding.UTF8.GetString(edited));
    }
}
