using LiveStatProxy.Shadow;

namespace LiveStatProxy.Tests.Shadow;

/// <summary>What is copied out of an answer, and what is not.</summary>
public class ShadowIntakeTests
{
    private const string Payload = """{"mem": {"current": "1"}}""";

    [Fact]
    public async Task Each_kernel_is_taken_once_in_a_while_however_often_it_is_polled()
    {
        await using var shadow = new ShadowUnderTest();
        var kernels = Kernels(3);

        shadow.Take(Payload, kernels);
        shadow.Take(Payload, kernels);
        Assert.Equal(1, shadow.Queue.Length);
        Assert.Equal(3, await DropsAsync(shadow, "kernel-compared-lately"));

        shadow.Time.Advance(TimeSpan.FromSeconds(11));
        shadow.Take(Payload, kernels);
        Assert.Equal(2, shadow.Queue.Length);
    }

    [Fact]
    public async Task A_share_of_kernels_is_always_the_same_kernels()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { KernelShare = 0.25, KernelInterval = TimeSpan.Zero, MaxKernelsPerResponse = 4000 });
        var kernels = Kernels(4000);

        shadow.Take(Payload, kernels);
        shadow.Take(Payload, kernels);

        var (first, second) = (Taken(shadow), Taken(shadow));
        Assert.InRange(first.Count, 850, 1150);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_share_of_callers_is_always_the_same_callers()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { CallerShare = 0.25, KernelInterval = TimeSpan.Zero, QueueLimit = 2000 });
        var kernels = Kernels(1);

        TakeAll();
        var first = shadow.Queue.Length;
        TakeAll();

        Assert.InRange(first, 180, 320);
        Assert.Equal(2 * first, shadow.Queue.Length);

        void TakeAll()
        {
            for (var caller = 0; caller < 1000; caller++)
            {
                shadow.Take(Payload, kernels, caller: $"AKIA{caller}");
            }
        }
    }

    [Fact]
    public async Task A_response_with_very_many_kernels_gives_as_many_as_allowed()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { MaxKernelsPerResponse = 10 });

        shadow.Take(Payload, Kernels(25));

        Assert.Equal(10, Taken(shadow).Count);
        Assert.Equal(15, await DropsAsync(shadow, "response-too-large"));
    }

    [Fact]
    public async Task The_queue_has_a_limit_and_what_comes_on_top_is_dropped_and_counted()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { QueueLimit = 4 });

        for (var i = 0; i < 10; i++)
        {
            shadow.Take(Payload, Kernels(1));
        }

        Assert.Equal(4, shadow.Queue.Length);
        Assert.Equal(6, await DropsAsync(shadow, "queue-full"));
        Assert.Equal(4, await shadow.ReadMetricAsync("livestat_shadow_queue_length"));
    }

    [Fact]
    public async Task The_queue_has_a_limit_in_bytes()
    {
        await using var shadow = new ShadowUnderTest(new ShadowOptions { QueueBytes = 64 * 1024 });
        var large = $$$"""{"mem": {"current": "1", "unit_hint": "{{{new string('x', 20_000)}}}"}}""";

        for (var i = 0; i < 10; i++)
        {
            shadow.Take(large, Kernels(1));
        }

        Assert.InRange(shadow.Queue.Bytes, 20_000, 64 * 1024);
        Assert.True(shadow.Queue.TryTake(out var observation));
        Assert.Single(observation.Kernels);
    }

    [Fact]
    public async Task A_kernel_is_new_for_as_long_as_starting_takes()
    {
        await using var shadow = new ShadowUnderTest();
        var kernels = Kernels(1);

        Assert.True(IsNew());
        shadow.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.False(IsNew());

        bool IsNew()
        {
            shadow.Take(Payload, kernels);
            return shadow.Queue.TryTake(out var observation) && observation.Kernels[0].IsNew;
        }
    }

    [Fact]
    public async Task Nulls_and_errors_are_taken_too()
    {
        await using var shadow = new ShadowUnderTest();

        shadow.Take("null", Kernels(1), hasErrors: true);

        Assert.True(shadow.Queue.TryTake(out var observation));
        Assert.True(observation.HasErrors);
        Assert.Equal("null"u8.ToArray(), observation.Kernels[0].LiveStat);
    }

    private static Guid[] Kernels(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];

    private static List<Guid> Taken(ShadowUnderTest shadow)
    {
        Assert.True(shadow.Queue.TryTake(out var observation));
        return [.. observation.Kernels.Select(kernel => kernel.Id)];
    }

    private static Task<double> DropsAsync(ShadowUnderTest shadow, string reason) =>
        shadow.ReadMetricAsync($"livestat_shadow_dropped_total{{reason=\"{reason}\"}}");
}
