using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LiveStatProxy.Core.Comparison;

/// <summary>What stands where a field of a metric should.</summary>
public enum FieldValueKind
{
    /// <summary>The field is not there.</summary>
    Missing,

    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary>A string that holds a finite number: what nearly every field is.</summary>
    Number,

    /// <summary>A string that holds anything else: a unit hint.</summary>
    Text,

    /// <summary>Neither a string nor <c>null</c>; no client expects that.</summary>
    Malformed,
}

/// <summary>A field's value as it can be compared. The default value is a missing field.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">The number, where it is one.</param>
/// <param name="Text">As it was written, cut off beyond <see cref="MaxTextLength"/> characters; null where there is nothing.</param>
public readonly record struct FieldValue(FieldValueKind Kind, double Number, string? Text)
{
    /// <summary>More than a number or a unit hint has; a value is kept for logs and reports, which must not grow with it.</summary>
    public const int MaxTextLength = 64;

    /// <summary>Whether a client finds nothing here.</summary>
    public bool IsAbsent => Kind is FieldValueKind.Missing or FieldValueKind.Null;

    /// <summary>Reads the JSON value of a field.</summary>
    public static FieldValue Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => new FieldValue(FieldValueKind.Null, 0, "null"),
        JsonValueKind.String => OfText(value.GetString()!),
        _ => new FieldValue(FieldValueKind.Malformed, 0, Cut(value.GetRawText())),
    };

    /// <summary>Reads a number that stands for itself, as <c>LegacyComputeSession</c> has them.</summary>
    public static FieldValue OfNumber(ReadOnlySpan<byte> json)
    {
        var text = Encoding.UTF8.GetString(json);
        return text == "null" ? new FieldValue(FieldValueKind.Null, 0, text)
            : OfText(text) is { Kind: FieldValueKind.Number } number ? number
            : new FieldValue(FieldValueKind.Malformed, 0, Cut(text));
    }

    /// <summary>Reads a string: a number where it is one.</summary>
    public static FieldValue OfText(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new FieldValue(FieldValueKind.Number, number, Cut(text))
            : new FieldValue(FieldValueKind.Text, 0, Cut(text));

    private static string Cut(string text) => text.Length <= MaxTextLength ? text : $"{text[..MaxTextLength]}…";
}
