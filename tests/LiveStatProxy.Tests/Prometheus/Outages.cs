using System.Collections.Concurrent;
using LiveStatProxy.Rollout;
using LiveStatProxy.Tests.Pipeline;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Prometheus;

/// <summary>Prometheus goes away and comes back while users work: they see a difference in nothing but the source.</summary>
public sealed class Outages(GateWorld gate) : IClassFixture<GateWorld>
{
    private const int Users = 4;

    private static readonly string[] Settings = ["--Prometheus:ProbeInterval=00:00:01", "--Prometheus:Timeout=00:00:01", "--Prometheus:Freshness=00:00:00.200"];

    [Fact]
    public async Task Prometheus_is_stopped_and_started_again()
    {
        await using var users = await BusyUsers.StartAsync(gate, gate.World.Prometheus.Address);

        await users.UntilAsync("source=prometheus; reason=ok");
        await gate.World.Prometheus.StopAsync();
        await users.UntilAsync("source=manager; reason=prometheus-unavailable");
        await gate.World.Prometheus.StartAsync(TestContext.Current.CancellationToken);
        await users.UntilAsync("source=prometheus; reason=ok");

        await users.AssertNobodyNoticedAsync();
    }

    [Fact]
    public async Task Prometheus_freezes_and_thaws()
    {
        await using var users = await BusyUsers.StartAsync(gate, gate.World.Prometheus.Address);

        await users.UntilAsync("source=prometheus; reason=ok");
        await gate.World.Prometheus.FreezeAsync(TestContext.Current.CancellationToken);
        await users.UntilAsync("source=manager; reason=prometheus-unavailable");
        gate.World.Prometheus.Thaw();
        await users.UntilAsync("source=prometheus; reason=ok");

        await users.AssertNobodyNoticedAsync();
    }

    [Fact]
    public async Task Prometheus_becomes_slow_and_quick_again()
    {
        await using var front = await PrometheusFront.StartAsync(gate.World.Prometheus.Address);
        await using var users = await BusyUsers.StartAsync(gate, front.Address);

        await users.UntilAsync("source=prometheus; reason=ok");
        front.Before = (_, cancellationToken) => Task.Delay(TimeSpan.FromSeconds(20), cancellationToken);
        await users.UntilAsync("source=manager; reason=prometheus-unavailable");
        front.Before = (_, _) => Task.CompletedTask;
        await users.UntilAsync("source=prometheus; reason=ok");

        await users.AssertNobodyNoticedAsync();
    }

    [Fact]
    public async Task Prometheus_stops_in_the_middle_of_its_answers()
    {
        await using var front = await PrometheusFront.StartAsync(gate.World.Prometheus.Address);
        await using var users = await BusyUsers.StartAsync(gate, front.Address);

        await users.UntilAsync("source=prometheus; reason=ok");
        front.Answer = async context =>
        {
            await context.Response.WriteAsync("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{""");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await users.UntilAsync("source=manager; reason=prometheus-unavailable");
        front.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        front.Answer = null;
        await users.UntilAsync("source=prometheus; reason=ok");

        await users.AssertNobodyNoticedAsync();
    }

    [Fact]
    public async Task While_Prometheus_is_down_it_is_asked_by_the_probe_alone()
    {
        await using var front = await PrometheusFront.StartAsync(gate.World.Prometheus.Address);
        front.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };
        await using var users = await BusyUsers.StartAsync(gate, front.Address);
        await users.UntilAsync("source=manager; reason=prometheus-unavailable");

        front.ResetMostAtOnce();
        var (asked, served, begun) = (front.Seen.Length, users.Served, TimeProvider.System.GetTimestamp());
        await Eventually.TrueAsync(() => front.Seen.Length >= asked + 2 && users.Served >= served + 20);
        var (probes, most, taken) = (front.Seen.Length - asked, front.MostAtOnce, TimeProvider.System.GetElapsedTime(begun));
        front.Answer = null;
        await users.UntilAsync("source=prometheus; reason=ok");

        Assert.Equal(1, most);
        Assert.InRange(probes, 2, (int)taken.TotalSeconds + 2);
        await users.AssertNobodyNoticedAsync();
    }

    /// <summary>Users who ask for sessions again and again.</summary>
    private sealed class BusyUsers : IAsyncDisposable
    {
        private readonly GateProxy _proxy;
        private readonly string _expected;
        private readonly CancellationTokenSource _goHome = new();
        private readonly ConcurrentQueue<GateAnswer> _answers = new();
        private readonly Task[] _work;

        private BusyUsers(GateProxy proxy, string expected)
        {
            _proxy = proxy;
            _expected = expected;
            _work = [.. Enumerable.Range(0, Users).Select(_ => Task.Run(WorkAsync))];
        }

        public int Served => _answers.Count;

        public static async Task<BusyUsers> StartAsync(GateWorld gate, Uri prometheus)
        {
            var proxy = await gate.StartProxyAsync(LiveStatVariant.Prometheus, prometheus, Settings);
            var direct = await proxy.SendDirectlyAsync(SampleOperations.SessionList);
            Assert.NotEmpty(StatisticText.In(direct.Text));
            return new BusyUsers(proxy, direct.WithoutStatistics);
        }

        /// <summary>Waits until users get answers with this result.</summary>
        public Task UntilAsync(string result)
        {
            var before = _answers.Count;
            return Eventually.TrueAsync(() => _answers.Skip(before).Any(answer => answer.Result!.StartsWith(result, StringComparison.Ordinal)));
        }

        public async Task AssertNobodyNoticedAsync()
        {
            await _goHome.CancelAsync();
            await Task.WhenAll(_work);
            Assert.All(_answers, answer => Assert.Equal(_expected, answer.WithoutStatistics));
        }

        public async ValueTask DisposeAsync()
        {
            await _goHome.CancelAsync();
            await Task.WhenAll(_work);
            await _proxy.DisposeAsync();
            _goHome.Dispose();
        }

        private async Task WorkAsync()
        {
            while (!_goHome.IsCancellationRequested)
            {
                _answers.Enqueue(await _proxy.SendAsync(SampleOperations.SessionList));
                await Task.Delay(20);
            }
        }
    }
}
