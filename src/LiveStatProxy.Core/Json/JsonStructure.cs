using System.Numerics;

namespace LiveStatProxy.Core.Json;

/// <summary>Tells what of one block after another is structure and what stands within strings.</summary>
/// <remarks>After Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1.</remarks>
internal struct JsonStructure
{
    // 1 when the next block's first byte is escaped.
    private ulong _isEscaped;

    // All bits when the next block begins within a string.
    private ulong _isWithin;

    /// <summary>Opening brackets and braces of the block read last.</summary>
    public ulong Openings { get; private set; }

    /// <summary>Its closing brackets and braces.</summary>
    public ulong Closings { get; private set; }

    /// <summary>Its quotes that begin a string.</summary>
    public ulong Strings { get; private set; }

    /// <summary>Its quotes that begin or end a string.</summary>
    public ulong Quotes { get; private set; }

    /// <summary>Its backslashes; JSON has them within strings only.</summary>
    public ulong Backslashes { get; private set; }

    /// <summary>Reads the next block.</summary>
    public void Read(JsonBlock block)
    {
        ReadQuotes(block);
        var within = Within(Quotes);
        Strings = Quotes & within;
        Openings = block.Openings & ~within;
        Closings = block.Closings & ~within;
    }

    /// <summary>Reads the next block, but only <see cref="Quotes"/> and <see cref="Backslashes"/> of it.</summary>
    public void ReadQuotes(JsonBlock block)
    {
        Backslashes = block[(byte)'\\'];
        Quotes = block[(byte)'"'];
        if ((Backslashes | _isEscaped) != 0)
        {
            Quotes &= ~Escaped();
        }
    }

    /// <summary>Follows the depth through a block that surely stays deeper than zero.</summary>
    /// <param name="depth">The depth before the block; becomes that behind it.</param>
    /// <returns>False when the block may reach depth zero.</returns>
    public readonly bool StaysDeep(ref int depth)
    {
        var lessDeep = BitOperations.PopCount(Closings);
        if (lessDeep >= depth)
        {
            return false;
        }

        depth += BitOperations.PopCount(Openings) - lessDeep;
        return true;
    }

    /// <summary>
    /// Follows the depth through the block to where it goes below zero, or to the first of <paramref name="stops"/> at depth zero.
    /// </summary>
    /// <param name="depth">The depth before the block; becomes that behind it.</param>
    /// <param name="stops">Positions outside of brackets' own.</param>
    /// <returns>The position; -1 when the block has none.</returns>
    public readonly int FindAtDepthZero(ref int depth, ulong stops)
    {
        for (var all = Closings | stops; all != 0; all &= all - 1)
        {
            var before = (all & (0 - all)) - 1;
            if (depth + BitOperations.PopCount(Openings & before) == BitOperations.PopCount(Closings & before))
            {
                return BitOperations.TrailingZeroCount(all);
            }
        }

        depth += BitOperations.PopCount(Openings) - BitOperations.PopCount(Closings);
        return -1;
    }

    // From each opening quote to before the closing one.
    private ulong Within(ulong quotes)
    {
        var within = quotes ^ (quotes << 1);
        within ^= within << 2;
        within ^= within << 4;
        within ^= within << 8;
        within ^= within << 16;
        within ^= within << 32;
        within ^= _isWithin;
        _isWithin = (ulong)((long)within >> (JsonBlock.Size - 1));
        return within;
    }

    // In a run of backslashes every second one is escaped, and so is what follows a run of odd length. Runs are told apart by the
    // parity of their beginning: adding those that begin at odd positions carries through them.
    private ulong Escaped()
    {
        const ulong EvenBits = 0x5555_5555_5555_5555;
        var backslashes = Backslashes & ~_isEscaped;
        var follows = (backslashes << 1) | _isEscaped;
        var oddBeginnings = backslashes & ~EvenBits & ~follows;
        var runs = oddBeginnings + backslashes;
        _isEscaped = runs < backslashes ? 1UL : 0;
        return (EvenBits ^ (runs << 1)) & follows;
    }
}
