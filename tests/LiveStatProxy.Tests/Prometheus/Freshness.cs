using LiveStatProxy.Prometheus;
using Microsoft.Extensions.Time.Testing;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>What is asked for again, and when. The clock is ours and stands a little in the past; Prometheus is asked for that time.</summary>
public sealed class Freshness(RealPrometheus prometheus)
{
    private const int NowQueries = 2;
    private const int MarkQueries = 4;

    /// <summary>Half a minute after an evaluation mark, between three and four minutes ago.</summary>
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(
        (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60) - 210));

    [Fact]
    public async Task A_fresh_kernel_is_not_asked_for_again()
    {
        var kernel = await WriteAsync();
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front);

        var first = await ours.GetAsync(kernel);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        var second = await ours.GetAsync(kernel);

        Assert.Same(first[0], second[0]);
        Assert.Equal(NowQueries + MarkQueries, front.SeenOfKernels.Length);
    }

    [Fact]
    public async Task A_kernel_without_samples_is_not_asked_for_again_either()
    {
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front);
        var nobody = Guid.NewGuid();

        await ours.GetAsync(nobody);
        await ours.GetAsync(nobody);

        Assert.Equal(NowQueries + MarkQueries, front.SeenOfKernels.Length);
    }

    [Fact]
    public async Task A_stale_kernel_is_asked_only_for_what_is_now()
    {
        var kernel = await WriteAsync();
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front);

        var before = await ours.GetAsync(kernel);
        _time.Advance(TimeSpan.FromSeconds(2));
        var after = await ours.GetAsync(kernel);

        Assert.Equal(TimeSpan.FromSeconds(2), after[0].EvaluatedAt - before[0].EvaluatedAt);
        Assert.Equal(NowQueries, front.SeenOfKernels.Skip(NowQueries + MarkQueries).Count());
        Assert.DoesNotContain(front.SeenOfKernels.Skip(NowQueries + MarkQueries), query => query.Path.EndsWith("query_range", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_over_the_window_is_asked_for_after_each_mark_and_once_more_when_that_has_settled()
    {
        var kernel = await WriteAsync();
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front);
        var windows = new List<int>();
        for (var poll = 0; poll < 13; poll++)
        {
            var before = front.Seen.Length;
            await ours.GetAsync(kernel);
            windows.Add(front.Seen.Skip(before).Count(query => query.Path.EndsWith("query_range", StringComparison.Ordinal)));
            _time.Advance(TimeSpan.FromSeconds(4));
        }

        // Half a minute after a mark at first; the next mark is between the polls 8 and 9, which comes two seconds after it.
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 0], windows);
    }

    [Fact]
    public async Task A_steady_poll_never_waits()
    {
        var kernels = await WriteAsync(20);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front);
        for (var poll = 0; poll < 3; poll++)
        {
            await ours.GetAsync(kernels);
            await PassAsync(TimeSpan.FromSeconds(5));
        }

        for (var poll = 0; poll < 4; poll++)
        {
            await Eventually.TrueAsync(() => kernels.All(kernel => ours.Memory.TryGetFresh(kernel, _time.GetUtcNow(), out _)));
            var asked = ours.Seen.Misses.Value;
            await ours.GetAsync(kernels);
            Assert.Equal(asked, ours.Seen.Misses.Value);
            await PassAsync(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task A_poll_causes_one_refresh_at_most_and_none_after_the_last()
    {
        var kernels = await WriteAsync(20);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front);
        for (var poll = 0; poll < 4; poll++)
        {
            await ours.GetAsync(kernels);
            await PassAsync(TimeSpan.FromSeconds(5));
        }

        await PassAsync(TimeSpan.FromSeconds(30));

        Assert.InRange(ours.Seen.Refreshes.Value, 1, 4 * kernels.Length);
    }

    [Fact]
    public async Task Memory_is_bounded_by_the_number_of_kernels()
    {
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front, options => options.MaxKernels = 50);

        for (var i = 0; i < 10; i++)
        {
            await ours.GetAsync([.. Enumerable.Range(0, 100).Select(_ => Guid.NewGuid())]);
        }

        Assert.InRange(ours.Memory.Count, 1, 60);
        Assert.True(ours.Seen.Evictions.Value >= 940);
        Assert.Equal(ours.Memory.Bytes, ours.Seen.RememberedBytes.Value);
    }

    [Fact]
    public async Task Memory_is_bounded_in_bytes()
    {
        const long Bound = 1024 * 1024;
        var kernels = await WriteAsync(1500);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = Source(front, options => options.MaxMemoryBytes = Bound);

        var renderings = await ours.GetAsync(kernels);
        var again = await ours.GetAsync(kernels);

        Assert.InRange(ours.Memory.Bytes, 1, Bound);
        Assert.InRange(ours.Memory.Count, 100, 1400);
        Assert.Equal(1500, renderings.Count(rendering => rendering.LiveStat.Length > 100));
        Assert.Equal(1500, again.Count(rendering => rendering.LiveStat.Length > 100));
    }

    private SourceUnderTest Source(PrometheusFront front, Action<PrometheusOptions>? change = null)
    {
        var options = new PrometheusOptions { Address = front.Address };
        change?.Invoke(options);
        return new SourceUnderTest(options, time: _time);
    }

    /// <summary>Lets time pass in small steps, each long enough in reality for a timer to be heard.</summary>
    private async Task PassAsync(TimeSpan duration)
    {
        var step = TimeSpan.FromMilliseconds(250);
        for (var passed = TimeSpan.Zero; passed < duration; passed += step)
        {
            _time.Advance(step);
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    private async Task<Guid> WriteAsync() => (await WriteAsync(1))[0];

    private async Task<Guid[]> WriteAsync(int count)
    {
        var kernels = Enumerable.Range(0, count).Select(_ => new WrittenKernel()
            .With("cpu_util", Samples(), capacity: 1000).With("net_rx", Samples()).With("net_tx", Samples()).With("mem", Samples(), capacity: 1e10)).ToArray();
        await prometheus.WriteAsync(kernels);
        return Array.ConvertAll(kernels, kernel => kernel.Id);

        static IEnumerable<(long, double)> Samples() => WrittenKernel.Times(TimeSpan.FromMinutes(8)).Select(time => (time, (double)(time % 10_000_000)));
    }
}
