using LiveStatProxy.Demo.World;
using Microsoft.Extensions.Time.Testing;

namespace LiveStatProxy.Tests.Demo;

public class SampleWorldTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    [Fact]
    public void The_same_options_make_the_same_world()
    {
        var one = WorldBuilder.Build(new WorldOptions { Seed = 7 }, Time);
        var other = WorldBuilder.Build(new WorldOptions { Seed = 7 }, Time);

        Assert.Equal(one.Kernels.Select(Summary), other.Kernels.Select(Summary));
        Assert.Equal(one.Users, other.Users);
        Assert.NotEqual(one.Users, WorldBuilder.Build(new WorldOptions { Seed = 8 }, Time).Users);

        static string Summary(Kernel kernel) =>
            $"{kernel.Id} {kernel.Session.Name} {kernel.Agent?.Id} {kernel.Load?.Measure(Metric.CpuUsed, Time.GetUtcNow())}";
    }

    [Fact]
    public void A_world_can_be_large()
    {
        var world = WorldBuilder.Build(new WorldOptions { Kernels = 1000, Agents = 10, Users = 20 }, Time);

        Assert.Equal(1000, world.RunningKernels.Count());
        Assert.Equal(1000, world.Agents.Sum(agent => agent.Kernels.Count));
        Assert.Equal(1002, world.Kernels.Select(kernel => kernel.Id).Distinct().Count());
        Assert.Contains(world.Sessions, session => session.Kernels.Count == 4);
        Assert.Contains(world.RunningKernels, kernel => kernel.Gpus > 0);
        Assert.Contains(world.RunningKernels, kernel => kernel.Gpus == 0);
    }

    [Fact]
    public void Cumulative_metrics_only_grow_and_are_the_sum_of_the_load()
    {
        var kernel = WorldBuilder.Build(new WorldOptions(), Time).RunningKernels.First();
        var begin = kernel.StartedAt!.Value;

        var sums = Enumerable.Range(0, 1000).Select(second => kernel.Load!.Measure(Metric.CpuUsed, begin.AddSeconds(second))).ToList();

        Assert.Equal(0, sums[0]);
        Assert.Equal(sums.Order(), sums);
        Assert.InRange(sums[999] / 999, kernel.Cores * 100 * 0.4, kernel.Cores * 600 * 1.6);
    }
}
