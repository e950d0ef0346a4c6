using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Core.Tests.Statistics;

public class MetricCatalogTests
{
    [Fact]
    public void One_name_is_one_object()
    {
        var catalog = new MetricCatalog();

        Assert.Same(catalog["mem"u8], catalog["mem"u8]);
        Assert.NotSame(catalog["mem"u8], catalog["mem2"u8]);
    }

    [Fact]
    public void Names_without_number_do_not_fill_memory_and_mix_nothing_up()
    {
        var catalog = new MetricCatalog();
        var stat = new LiveStat();
        _ = stat[catalog["mem"u8]];
        for (var i = 0; i < 10_000; i++)
        {
            _ = catalog[System.Text.Encoding.UTF8.GetBytes($"metric-{i}")];
        }

        Assert.True(stat.Has(catalog["mem"u8]));
        Assert.False(stat.Has(catalog["mem2"u8]));
    }
}
