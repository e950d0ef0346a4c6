using LiveStatProxy.Core.Documents;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Planning;

/// <summary>A selection that shows a kernel's statistic. Its place in the text fixes its type, however many fragments lead there.</summary>
public sealed class SelectedStatistic(Field field, KernelType kernel, StatisticField statistic)
{
    /// <summary>The selection.</summary>
    public Field Field { get; } = field;

    /// <summary>The type around it.</summary>
    public KernelType Kernel { get; } = kernel;

    /// <summary>Which statistic.</summary>
    public StatisticField Statistic { get; } = statistic;

    /// <summary>Whether it stays in the text and gets a companion, instead of being replaced by the id.</summary>
    public bool NeedsCompanion { get; set; }
}
