namespace LiveStatProxy.Core.Comparison;

/// <summary>Relative differences in buckets that widen by a tenth each: quantiles to within a few percent, in fixed memory.</summary>
internal sealed class DifferenceSketch
{
    private const double Growth = 1.1;
    private const double Least = 1e-6;
    private const double Most = 2;

    private static readonly int Buckets = IndexOf(Most) + 1;

    private readonly long[] _counts = new long[Buckets];

    /// <summary>How many differences there were.</summary>
    public long Count { get; private set; }

    /// <summary>The greatest.</summary>
    public double Worst { get; private set; }

    /// <summary>Adds the magnitude of a relative difference.</summary>
    public void Add(double magnitude)
    {
        Count++;
        Worst = Math.Max(Worst, magnitude);
        _counts[IndexOf(Math.Min(magnitude, Most))]++;
    }

    /// <summary>The magnitude that a share of all differences does not exceed.</summary>
    public double Quantile(double share)
    {
        var remaining = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < Buckets; i++)
        {
            remaining -= _counts[i];
            if (remaining <= 0)
            {
                return i == 0 ? 0 : Math.Min(Least * Math.Pow(Growth, i), Worst);
            }
        }

        return Worst;
    }

    private static int IndexOf(double magnitude) =>
        magnitude <= Least ? 0 : (int)Math.Ceiling(Math.Log(magnitude / Least) / Math.Log(Growth));
}
