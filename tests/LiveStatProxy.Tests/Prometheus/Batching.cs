using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Prometheus;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>However many requests ask at once, each kernel is asked for once.</summary>
public sealed class Batching(RealPrometheus prometheus)
{
    /// <summary>Values and rates now; values and rates over the window, capacities, and rates of io.</summary>
    private const int QueriesOfABatch = 6;

    [Fact]
    public async Task Two_hundred_requests_for_the_same_hundred_kernels_cause_one_batch()
    {
        var kernels = await WriteAsync(100);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front));

        var batches = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => ours.GetAsync(kernels))));

        Assert.Equal(QueriesOfABatch, front.SeenOfKernels.Length);
        Assert.All(front.SeenOfKernels, query => Assert.Equal(100, query.Kernels));
        Assert.All(batches, batch => Assert.Equal(batches[0], batch));
    }

    [Fact]
    public async Task Requests_that_come_while_a_batch_is_under_way_share_the_next_one()
    {
        var kernels = await WriteAsync(30);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front));
        using var hold = new HeldAnswers(front);

        var first = ours.GetAsync(kernels[0]);
        await hold.UntilHeldAsync(QueriesOfABatch);
        var others = kernels[1..].Select(kernel => ours.GetAsync(kernels[0], kernel)).ToArray();
        hold.Release();
        await Task.WhenAll([first, .. others]);

        var batches = BatchesOf(front);
        Assert.Equal(30, batches.Sum());
        Assert.InRange(batches.Length, 2, 10);
    }

    [Fact]
    public async Task Very_many_kernels_are_asked_for_in_chunks_of_a_hundred_and_not_all_at_a_time()
    {
        var kernels = await WriteAsync(2000);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front) with { MaxConcurrentQueries = 3 });

        await Task.WhenAll(kernels.Chunk(10).Select(ids => Task.Run(() => ours.GetAsync(ids))));

        Assert.InRange(front.MostAtOnce, 2, 3);
        Assert.All(front.SeenOfKernels, query => Assert.InRange(query.Kernels, 1, 100));
        Assert.Equal(2000, BatchesOf(front).Sum());
        Assert.InRange(BatchesOf(front).Length, 20, 40);
    }

    [Fact]
    public async Task All_of_one_answer_is_evaluated_at_one_time()
    {
        var kernels = await WriteAsync(250);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front));

        var renderings = await ours.GetAsync(kernels);

        Assert.Single(renderings.Select(rendering => rendering.EvaluatedAt).Distinct());
        Assert.Single(front.SeenOfKernels.Where(query => query.Path == "/api/v1/query").Select(query => query.Form["time"]).Distinct());
    }

    [Fact]
    public async Task Queries_do_not_exceed_their_limit_in_bytes()
    {
        var kernels = await WriteAsync(60);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front) with { MaxQueryBytes = 1200 });

        await ours.GetAsync(kernels);

        Assert.All(front.Seen, query => Assert.InRange(query.Expression.Length, 1, 1200));
        Assert.True(front.SeenOfKernels.Max(query => query.Kernels) > 10);
    }

    [Fact]
    public async Task A_request_that_is_given_up_takes_nothing_from_the_others()
    {
        var kernels = await WriteAsync(5);
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front));
        using var hold = new HeldAnswers(front);
        using var givenUp = new CancellationTokenSource();

        var first = ours.Source.GetAsync(kernels, givenUp.Token).AsTask();
        await hold.UntilHeldAsync(1);
        var second = ours.GetAsync(kernels);
        await givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        hold.Release();

        Assert.Equal(5, (await second).Count);
        Assert.Equal(QueriesOfABatch, front.SeenOfKernels.Length);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_the_timeout_wherever_the_time_goes()
    {
        await using var front = await PrometheusFront.StartAsync(prometheus.Address);
        await using var ours = new SourceUnderTest(Options(front) with { Timeout = TimeSpan.FromMilliseconds(300), MaxConcurrentQueries = 1 });
        using var hold = new HeldAnswers(front);

        var batches = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ours.Source.GetAsync(new[] { Guid.NewGuid() }, TestContext.Current.CancellationToken).AsTask()));

        Assert.All(batches, batch => Assert.True(batch.Reason == OutcomeReason.PrometheusTimeout));
    }

    /// <summary>How many kernels each batch had; capacities are asked for once in each.</summary>
    private static int[] BatchesOf(PrometheusFront front) =>
        [.. front.SeenOfKernels.Where(query => query.Expression.Contains("value_type=\"capacity\"", StringComparison.Ordinal)).Select(query => query.Kernels)];

    private static PrometheusOptions Options(PrometheusFront front) =>
        new() { Address = front.Address, Timeout = TimeSpan.FromSeconds(30), Freshness = TimeSpan.FromMinutes(1), Resolution = "1m" };

    private async Task<Guid[]> WriteAsync(int count)
    {
        var kernels = Enumerable.Range(0, count).Select(_ => new WrittenKernel()
            .With("cpu_util", WrittenKernel.Times(TimeSpan.FromSeconds(20)).Select(time => (time, (double)time % 10_000_000)), capacity: 1000)
            .With("net_rx", WrittenKernel.Times(TimeSpan.FromSeconds(20)).Select(time => (time, (double)time % 10_000_000)))
            .With("net_tx", WrittenKernel.Times(TimeSpan.FromSeconds(20)).Select(time => (time, (double)time % 10_000_000)))).ToArray();
        await prometheus.WriteAsync(kernels);
        return Array.ConvertAll(kernels, kernel => kernel.Id);
    }
}
