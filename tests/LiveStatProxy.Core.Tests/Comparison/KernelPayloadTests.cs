using System.Text;
using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Core.Tests.Comparison;

public class KernelPayloadTests
{
    [Fact]
    public void A_payload_is_a_map_of_metrics_within_a_string()
    {
        var payload = KernelPayload.Parse("""
            "{\"mem\": {\"current\": \"12.5\", \"capacity\": null, \"unit_hint\": \"bytes\", \"odd\": 3}}"
            """u8);

        var memory = payload.Find("mem")!;
        Assert.Equal(PayloadForm.Metrics, payload.Form);
        Assert.Equal(new FieldValue(FieldValueKind.Number, 12.5, "12.5"), memory["current"]);
        Assert.Equal(FieldValueKind.Null, memory["capacity"].Kind);
        Assert.Equal(new FieldValue(FieldValueKind.Text, 0, "bytes"), memory["unit_hint"]);
        Assert.Equal(FieldValueKind.Malformed, memory["odd"].Kind);
        Assert.Equal(FieldValueKind.Missing, memory["stats.max"].Kind);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"null\"")]
    public void Null_is_a_kernel_of_which_nothing_is_known(string value) => Assert.Equal(PayloadForm.Missing, Form(value));

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("\"[]\"")]
    [InlineData("\"{\"")]
    [InlineData("""
        "{\"mem\": 3}"
        """)]
    [InlineData("""
        "\ud800"
        """)]
    public void Anything_else_is_malformed(string value) => Assert.Equal(PayloadForm.Malformed, Form(value));

    [Fact]
    public void Not_even_random_bytes_are_thrown_at()
    {
        var random = new Random(4);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes($"\"{Payloads.Manager.Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"");
            random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - 4), 4));
            KernelPayload.Parse(bytes);
        }
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    public void What_is_no_finite_number_is_text(string text) => Assert.Equal(FieldValueKind.Text, FieldValue.OfText(text).Kind);

    [Fact]
    public void Long_text_is_cut_off()
    {
        Assert.Equal(FieldValue.MaxTextLength + 1, FieldValue.OfText(new string('a', 1000)).Text!.Length);
    }

    [Fact]
    public void A_payload_in_which_every_metric_has_every_field_is_from_Prometheus()
    {
        Assert.True(Payloads.Parse(Payloads.Prometheus).IsFromPrometheus);
        Assert.False(Payloads.Parse(Payloads.Manager).IsFromPrometheus);
        Assert.False(Payloads.Parse("{}").IsFromPrometheus);
    }

    private static PayloadForm Form(string value) => KernelPayload.Parse(Encoding.UTF8.GetBytes(value)).Form;
}
