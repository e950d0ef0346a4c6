using System.Numerics;
using System.Text;
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
    /// <param name="beginnings">Those of the keys wanted. Strings with escapes are always looked at.</param>
    /// <returns>False at the object's end, the cursor before its brace.</returns>
    public bool MoveToKey(scoped ReadOnlySpan<KeyBeginning> beginnings)
    {
        ulong isEscaped = 0, isWithin = 0;
        int depth = 0, stringStart = Position;
        for (var position = Position; position < _json.Length; position += JsonBlock.Size)
        {
            var block = new JsonBlock(_json[position..]);
            var quotes = block.Quotes(ref isEscaped);
            var within = JsonBlock.Within(quotes, ref isWithin);
            var closings = block.Closings & ~within;
            var openings = block.Openings & ~within;
            var strings = quotes & within;
            var lessDeep = BitOperations.PopCount(closings);
            if (lessDeep < depth)
            {
                depth += BitOperations.PopCount(openings) - lessDeep;
            }
            else
            {
                var escapes = block.Backslashes & within;
                for (var all = closings | openings | escapes | (strings & MayBegin(block, beginnings)); all != 0; all &= all - 1)
                {
                    var next = BitOperations.TrailingZeroCount(all);
                    if ((openings >> next & 1) != 0)
                    {
                        depth++;
                    }
                    else if ((closings >> next & 1) == 0)
                    {
                        if (depth == 0)
                        {
                            // For an escape this is the string that it stands in.
                            var begun = strings & (ulong.MaxValue >> (JsonBlock.Size - 1 - next));
                            Position = begun == 0 ? stringStart : position + JsonBlock.Size - 1 - BitOperations.LeadingZeroCount(begun);
                            return true;
                        }
                    }
                    else if (--depth < 0)
                    {
                        Position = position + next;
                        return false;
                    }
                }
            }

            stringStart = strings == 0 ? stringStart : position + JsonBlock.Size - 1 - BitOperations.LeadingZeroCount(strings);
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
        ulong isEscaped = 0, isWithin = 0;
        for (var depth = 0; Position < _json.Length; Position += JsonBlock.Size)
        {
            var block = new JsonBlock(_json[Position..]);
            var within = JsonBlock.Within(block.Quotes(ref isEscaped), ref isWithin);
            var openings = block.Openings & ~within;
            var closings = block.Closings & ~within;
            var lessDeep = BitOperations.PopCount(closings);
            if (lessDeep < depth)
            {
                depth += BitOperations.PopCount(openings) - lessDeep;
            }
            else if (FindEnd(openings, closings, ref depth) is var end and >= 0)
            {
                Position += end + 1;
                return;
            }
        }

        Expect(false);
    }

    private static ulong MayBegin(JsonBlock block, scoped ReadOnlySpan<KeyBeginning> beginnings)
    {
        var any = 0UL;
        foreach (var beginning in beginnings)
        {
            any |= block.FollowedBy(beginning);
        }

        return any;
    }

    private static int FindEnd(ulong openings, ulong closings, ref int depth)
    {
        for (var all = openings | closings; all != 0; all &= all - 1)
        {
            var next = BitOperations.TrailingZeroCount(all);
            depth += (openings >> next & 1) == 1 ? 1 : -1;
            if (depth == 0)
            {
                return next;
            }
        }

        return -1;
    }

    private readonly int FindClosingQuote(int start)
    {
        ulong isEscaped = 0;
        for (var position = start; position < _json.Length; position += JsonBlock.Size)
        {
            if (new JsonBlock(_json[position..]).Quotes(ref isEscaped) is var quotes and not 0)
            {
                return position + BitOperations.TrailingZeroCount(quotes);
            }
        }

        return -1;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> key)
    {
        Expect(JsonStringContent.IsValid(key));
        return Encoding.UTF8.GetBytes(JsonStringContent.Unescape(key));
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new JsonException("Not JSON, or not the JSON that was expected.");
        }
    }
}
