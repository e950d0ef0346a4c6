using System.Numerics;
using System.Text.Json;

namespace LiveStatProxy.Core.Json;

/// <summary>
/// Reads forward over JSON text, and jumps over values that nobody wants, a block at a time. It checks what it steps on, not what it
/// jumps over: the manager's answer goes on to the client as it is.
/// </summary>
/// <remarks>Whatever is not as expected is a <see cref="JsonException"/>.</remarks>
public ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Where the cursor stands.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsAtEnd => Peek() == 0 && Position == _json.Length;

    /// <summary>Moves to what comes next, over white space.</summary>
    /// <returns>Its first byte; 0 at the end.</returns>
    public byte Peek()
    {
        while (Position < _json.Length)
        {
            var next = _json[Position];
            if (next is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                return next;
            }

            Position++;
        }

        return 0;
    }

    /// <summary>Takes <paramref name="character"/> if it is the next.</summary>
    public bool TryTake(char character)
    {
        var isNext = Peek() == character;
        Position += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary>Takes <paramref name="character"/>, which must be the next.</summary>
    public void Take(char character) => Expect(TryTake(character));

    /// <summary>Takes <c>null</c> if it is next.</summary>
    public bool TryTakeNull()
    {
        var isNext = Peek() == 'n' && _json[Position..].StartsWith("null"u8);
        Position += isNext ? 4 : 0;
        return isNext;
    }

    /// <summary>Takes a string.</summary>
    /// <returns>What is between its quotes, escapes as they are.</returns>
    public ReadOnlySpan<byte> TakeString()
    {
        Take('"');
        var start = Position;
        var end = _json[start..].IndexOfAny((byte)'"', (byte)'\\');
        Position = start + (end >= 0 && _json[start + end] == '\\' ? FindClosingQuote(start + end) - start : end) + 1;
        Expect(Position > start);
        return _json[start..(Position - 1)];
    }

    /// <summary>Takes the key of a property and the colon behind it.</summary>
    /// <returns>The key, without escapes.</returns>
    public ReadOnlySpan<byte> TakeKey()
    {
        Expect(TryTakeKey(out var key));
        return key;
    }

    /// <summary>Takes a string, and the colon behind it if it is a key.</summary>
    /// <param name="key">The key, without escapes.</param>
    public bool TryTakeKey(out ReadOnlySpan<byte> key)
    {
        var raw = TakeString();
        var isKey = TryTake(':');
        key = isKey && raw.Contains((byte)'\\') ? Unescape(raw) : raw;
        return isKey;
    }

    /// <summary>
    /// Within an object, between its properties, moves to the next string that may be one of the keys wanted; what is nested is jumped over.
    /// It may also be another key, or a value: take it to see.
    /// </summary>
    /// <param name="beginnings">Those of the keys wanted.</param>
    /// <param name="keysMayHaveEscapes">Whether strings with escapes have to be looked at, too.</param>
    /// <returns>False at the object's end, the cursor before its brace.</returns>
    public bool MoveToKey(scoped ReadOnlySpan<KeyBeginning> beginnings, bool keysMayHaveEscapes)
    {
        var structure = default(JsonStructure);
        int depth = 0, lastString = Position;
        for (var position = Position; position < _json.Length; position += JsonBlock.Size)
        {
            var rest = _json[position..];
            structure.Read(new JsonBlock(rest));
            if (!structure.StaysDeep(ref depth))
            {
                var stops = (structure.Strings & KeyBeginning.Find(beginnings, rest)) | (keysMayHaveEscapes ? structure.Backslashes : 0);
                if (structure.FindAtDepthZero(ref depth, stops) is var found and >= 0)
                {
                    var isEnd = (structure.Closings >> found & 1) != 0;
                    Position = isEnd ? position + found : LastString(structure.Strings & (ulong.MaxValue >> (JsonBlock.Size - 1 - found)));
                    return !isEnd;
                }
            }

            lastString = LastString(structure.Strings);

            int LastString(ulong strings) => strings == 0 ? lastString : position + JsonBlock.Size - 1 - BitOperations.LeadingZeroCount(strings);
        }

        Position = _json.Length;
        return false;
    }

    /// <summary>Jumps over a value.</summary>
    public void Skip()
    {
        switch (Peek())
        {
            case (byte)'"':
                TakeString();
                break;
            case (byte)'{' or (byte)'[':
                SkipContainer();
                break;
            default:
                SkipWord();
                break;
        }
    }

    // Numbers, true, false, null; also NaN and Infinity, which Python writes.
    private void SkipWord()
    {
        var start = Position;
        while (Position < _json.Length && (char.IsAsciiLetterOrDigit((char)_json[Position]) || _json[Position] is (byte)'-' or (byte)'+' or (byte)'.'))
        {
            Position++;
        }

        Expect(Position > start);
    }

    private void SkipContainer()
    {
        var structure = default(JsonStructure);
        var depth = 0;
        Position++;
        for (; Position < _json.Length; Position += JsonBlock.Size)
        {
            structure.Read(new JsonBlock(_json[Position..]));
            if (!structure.StaysDeep(ref depth) && structure.FindAtDepthZero(ref depth, stops: 0) is var end and >= 0)
            {
                Position += end + 1;
                return;
            }
        }

        Expect(false);
    }

    private readonly int FindClosingQuote(int start)
    {
        var structure = default(JsonStructure);
        for (var position = start; position < _json.Length; position += JsonBlock.Size)
        {
            structure.ReadQuotes(new JsonBlock(_json[position..]));
            if (structure.Quotes != 0)
            {
                return position + BitOperations.TrailingZeroCount(structure.Quotes);
            }
        }

        return -1;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> key)
    {
        Expect(JsonStringContent.IsValid(key));
        return JsonStringContent.UnescapeToUtf8(key);
    }

    /// <summary>Goes on only if <paramref name="condition"/> holds.</summary>
    /// <exception cref="JsonException">It does not.</exception>
    internal static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new JsonException("Not JSON, or not the JSON that was expected.");
        }
    }
}
