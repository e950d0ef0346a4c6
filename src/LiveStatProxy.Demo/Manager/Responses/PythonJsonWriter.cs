using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace LiveStatProxy.Demo.Manager.Responses;

/// <summary>
/// Writes JSON byte for byte as Python's <c>json.dumps</c> does by default: separators <c>", "</c> and <c>": "</c>, everything but
/// printable ASCII escaped, floats as <c>repr</c> shows them.
/// </summary>
public sealed class PythonJsonWriter
{
    private readonly ArrayBufferWriter<byte> _output = new(4096);

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Writes <paramref name="value"/> as one JSON text: dictionaries, sequences, strings, numbers, booleans, null.</summary>
    public static byte[] Dumps(object? value)
    {
        var writer = new PythonJsonWriter();
        writer.Value(value);
        return writer.Written.ToArray();
    }

    /// <summary>Writes any value.</summary>
    /// <exception cref="NotSupportedException">The value's type has no JSON form here.</exception>
    public void Value(object? value)
    {
        switch (value)
        {
            case null: Raw("null"u8); break;
            case bool flag: Raw(flag ? "true"u8 : "false"u8); break;
            case string text: String(text); break;
            case Guid id: String(id.ToString("D")); break;
            case double number: Ascii(PythonFloat.Repr(number)); break;
            case int or long or BigInteger: Ascii(((IFormattable)value).ToString("D", CultureInfo.InvariantCulture)); break;
            case IEnumerable<KeyValuePair<string, object?>> members: Object(members); break;
            case IEnumerable items: Array(items); break;
            default: throw new NotSupportedException($"{value.GetType()} has no JSON form here.");
        }
    }

    /// <summary>Begins an object; each member is written by <see cref="Key"/> and a value.</summary>
    public void BeginObject() => Raw("{"u8);

    /// <summary>Ends an object.</summary>
    public void EndObject() => Raw("}"u8);

    /// <summary>Begins an array; <see cref="Separator"/> goes between items.</summary>
    public void BeginArray() => Raw("["u8);

    /// <summary>Ends an array.</summary>
    public void EndArray() => Raw("]"u8);

    /// <summary>Between two members or items.</summary>
    public void Separator() => Raw(", "u8);

    /// <summary>Writes a member's key.</summary>
    public void Key(string key)
    {
        String(key);
        Raw(": "u8);
    }

    private void Object(IEnumerable<KeyValuePair<string, object?>> members)
    {
        BeginObject();
        var isFirst = true;
        foreach (var (key, value) in members)
        {
            SeparateUnless(ref isFirst);
            Key(key);
            Value(value);
        }

        EndObject();
    }

    private void Array(IEnumerable items)
    {
        BeginArray();
        var isFirst = true;
        foreach (var item in items)
        {
            SeparateUnless(ref isFirst);
            Value(item);
        }

        EndArray();
    }

    private void SeparateUnless(ref bool isFirst)
    {
        if (!isFirst)
        {
            Separator();
        }

        isFirst = false;
    }

    private void String(string text)
    {
        Raw("\""u8);
        foreach (var unit in text)
        {
            switch (unit)
            {
                case '"': Raw("\\\""u8); break;
                case '\\': Raw("\\\\"u8); break;
                case '\n': Raw("\\n"u8); break;
                case '\r': Raw("\\r"u8); break;
                case '\t': Raw("\\t"u8); break;
                case '\f': Raw("\\f"u8); break;
                case '\b': Raw("\\b"u8); break;
                case >= ' ' and <= '~': Raw([(byte)unit]); break;
                default: Ascii($"\\u{(int)unit:x4}"); break;
            }
        }

        Raw("\""u8);
    }

    private void Ascii(string text) => Encoding.ASCII.GetBytes(text, _output);

    private void Raw(ReadOnlySpan<byte> bytes) => _output.Write(bytes);
}
