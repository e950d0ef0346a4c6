namespace LiveStatProxy.Core.Comparison;

/// <summary>A share that was counted, and how sure one can be of it: 95 times of a hundred the true share lies within.</summary>
/// <param name="Share">As counted; 0 where nothing was.</param>
/// <param name="Lower">The lower bound.</param>
/// <param name="Upper">The upper bound.</param>
public readonly record struct ShareInterval(double Share, double Lower, double Upper)
{
    /// <summary>The normal distribution's 97.5 percent point.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The Wilson score interval, which holds for few counts and for shares near 0, as are met here.</summary>
    public static ShareInterval Wilson(long count, long of)
    {
        if (of == 0)
        {
            return new ShareInterval(0, 0, 1);
        }

        var share = (double)count / of;
        var centre = share + (Z * Z / (2 * of));
        var spread = Z * Math.Sqrt(((share * (1 - share)) + (Z * Z / (4 * of))) / of);
        var scale = 1 + (Z * Z / of);
        return new ShareInterval(share, Math.Max(0, (centre - spread) / scale), Math.Min(1, (centre + spread) / scale));
    }

    /// <summary>How much this share exceeds another one, by Newcombe's score interval of a difference. Negative where it is less.</summary>
    public ShareInterval Beyond(ShareInterval other)
    {
        var difference = Share - other.Share;
        return new ShareInterval(
            difference,
            difference - Math.Sqrt(Square(Share - Lower) + Square(other.Upper - other.Share)),
            difference + Math.Sqrt(Square(Upper - Share) + Square(other.Share - other.Lower)));
    }

    private static double Square(double number) => number * number;
}
