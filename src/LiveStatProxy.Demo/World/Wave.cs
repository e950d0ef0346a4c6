namespace LiveStatProxy.Demo.World;

/// <summary>A load that swings around a mean, and what it adds up to: both exact at any moment, so nothing has to be remembered.</summary>
/// <param name="Mean">The mean, per second.</param>
/// <param name="Swing">How far it swings, as a fraction of the mean; below 1, so that its sum only grows.</param>
/// <param name="Period">The length of one swing, in seconds.</param>
/// <param name="Phase">Where in the swing it begins, in radians.</param>
public readonly record struct Wave(double Mean, double Swing, double Period, double Phase)
{
    /// <summary>The load after <paramref name="seconds"/>.</summary>
    public double At(double seconds) => Mean * (1 + (Swing * Math.Sin(Angle(seconds))));

    /// <summary>What the load added up to in the first <paramref name="seconds"/>.</summary>
    public double SumTo(double seconds) =>
        Mean * (seconds + (Swing * Period / Math.Tau * (Math.Cos(Phase) - Math.Cos(Angle(seconds)))));

    private double Angle(double seconds) => (Math.Tau * seconds / Period) + Phase;
}
