namespace LiveStatProxy.Core.Statistics;

/// <summary>One row of an answer: a series' value, or the sum of a range of values.</summary>
/// <param name="Kernel">The kernel's position among those asked for.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Value">The value; of a range, its mean.</param>
/// <param name="Minimum">The least value of a range.</param>
/// <param name="Maximum">The greatest value of a range.</param>
public readonly record struct Sample(int Kernel, Metric Metric, SampleValue Value, SampleValue Minimum, SampleValue Maximum);
