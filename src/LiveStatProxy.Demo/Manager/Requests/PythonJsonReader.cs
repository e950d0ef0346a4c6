using System.Globalization;
using System.Numerics;
using System.Text;

namespace LiveStatProxy.Demo.Manager.Requests;

/// <summary>The text is not JSON as Python's <c>json.loads</c> understands it.</summary>
internal sealed class PythonJsonException(string message) : Exception(message);

/// <summary>
/// Reads what Python's <c>json.loads</c> reads: <c>NaN</c> and the infinities, lone surrogates and integers of any size too; of
/// duplicate keys the last wins. Objects become dictionaries, arrays lists.
/// </summary>
internal ref struct PythonJsonReader
{
    private const int MaxDepth = 900;
    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _depth;

    private PythonJsonReader(ReadOnlySpan<char> text) => _text = text;

    /// <exception cref="PythonJsonException">Not JSON.</exception>
    public static object? Read(ReadOnlySpan<char> text)
    {
        var reader = new PythonJsonReader(text);
        var value = reader.ReadValue();
        reader.SkipWhiteSpace();
        return reader._position == text.Length ? value : throw reader.Unexpected();
    }

    private object? ReadValue()
    {
        SkipWhiteSpace();
        return Peek() switch
        {
            '{' => ReadObject(),
            '[' => ReadArray(),
            '"' => ReadString(),
            't' => Literal("true", true),
            'f' => Literal("false", false),
            'n' => Literal("null", null),
            'N' => Literal("NaN", double.NaN),
            'I' => Literal("Infinity", double.PositiveInfinity),
            '-' when _text[_position..].StartsWith("-I") => Literal("-Infinity", double.NegativeInfinity),
            _ => ReadNumber(),
        };
    }

    private Dictionary<string, object?> ReadObject()
    {
        Enter();
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (!Take('}'))
        {
            do
            {
                SkipWhiteSpace();
                var key = ReadString();
                Expect(':');
                members[key] = ReadValue();
            }
            while (Take(','));
            Expect('}');
        }

        _depth--;
        return members;
    }

    private List<object?> ReadArray()
    {
        Enter();
        var items = new List<object?>();
        if (!Take(']'))
        {
            do
            {
                items.Add(ReadValue());
            }
            while (Take(','));
            Expect(']');
        }

        _depth--;
        return items;
    }

    private string ReadString()
    {
        if (Peek() != '"')
        {
            throw Unexpected();
        }

        _position++;
        var text = new StringBuilder();
        while (Peek() is var next && next != '"')
        {
            if (next < ' ')
            {
                throw Unexpected();
            }

            _position++;
            text.Append(next == '\\' ? ReadEscape() : next);
        }

        _position++;
        return text.ToString();
    }

    private char ReadEscape()
    {
        var escape = Peek();
        _position++;
        return escape switch
        {
            '"' or '\\' or '/' => escape,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => ReadHex(),
            _ => throw Unexpected(),
        };
    }

    private char ReadHex()
    {
        if (_position + 4 > _text.Length
            || !ushort.TryParse(_text.Slice(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            throw Unexpected();
        }

        _position += 4;
        return (char)unit;
    }

    private object ReadNumber()
    {
        var start = _position;
        TakeAt('-');
        if (!TakeAt('0'))
        {
            TakeDigits();
        }

        var isInteger = true;
        if (Next() == '.' && char.IsAsciiDigit(At(_position + 1)))
        {
            isInteger = false;
            _position++;
            TakeDigits();
        }

        if (Next() is 'e' or 'E' && char.IsAsciiDigit(At(_position + (At(_position + 1) is '+' or '-' ? 2 : 1))))
        {
            isInteger = false;
            _position += At(_position + 1) is '+' or '-' ? 2 : 1;
            TakeDigits();
        }

        var number = _text[start.._position];
        return !isInteger ? double.Parse(number, CultureInfo.InvariantCulture)
            : long.TryParse(number, CultureInfo.InvariantCulture, out var integer) ? (object)integer
            : BigInteger.Parse(number, CultureInfo.InvariantCulture);
    }

    private void TakeDigits()
    {
        if (!char.IsAsciiDigit(Peek()))
        {
            throw Unexpected();
        }

        while (char.IsAsciiDigit(Next()))
        {
            _position++;
        }
    }

    private object? Literal(string word, object? value)
    {
        if (!_text[_position..].StartsWith(word))
        {
            throw Unexpected();
        }

        _position += word.Length;
        return value;
    }

    private void Enter()
    {
        _position++;
        if (++_depth > MaxDepth)
        {
            throw new PythonRecursionException();
        }
    }

    private bool Take(char expected)
    {
        SkipWhiteSpace();
        return TakeAt(expected);
    }

    private bool TakeAt(char expected)
    {
        if (Next() != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
        {
            throw Unexpected();
        }
    }

    private void SkipWhiteSpace()
    {
        while (Next() is ' ' or '\t' or '\n' or '\r')
        {
            _position++;
        }
    }

    private readonly char Peek() => _position < _text.Length ? _text[_position] : throw Unexpected();

    private readonly char Next() => At(_position);

    private readonly char At(int position) => position < _text.Length ? _text[position] : '\0';

    private readonly PythonJsonException Unexpected() => new($"unexpected text at character {_position}");
}

/// <summary>The text is nested deeper than Python's stack allows.</summary>
internal sealed class PythonRecursionException() : Exception("maximum recursion depth exceeded");
