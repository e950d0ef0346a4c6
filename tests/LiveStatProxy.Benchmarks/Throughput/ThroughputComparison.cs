using System.Globalization;
using LiveStatProxy.Benchmarks.Statistics;
using LiveStatProxy.Benchmarks.Translation;
using LiveStatProxy.Demo.Monitoring;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>
/// LiveStatProxy against plain YARP, and its variant Shadow against Manager, in one run: the same backend, the same load by wrk, each a
/// process of its own, statistics from a real Prometheus. Plain YARP forwards the very bytes that the proxy's users get. Prints requests per
/// second, the processor time that one takes, and the ratio of the former. Needs <c>wrk</c> on the PATH. Arguments: seconds per measurement and rounds (default 5 3), then perhaps
/// <c>--save README.md</c>.
/// </summary>
internal static class ThroughputComparison
{
    private static readonly int[] KernelCounts = [10, 100, 1_000];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["role", .. var role])
        {
            return await Roles.RunAsync(role);
        }

        var save = ReadmeTable.ReadmeIn(args);
        var (seconds, rounds) = args is [var first, var second, ..] ? (Number(first), Number(second)) : (5, 3);

        using var http = new HttpClient();
        await using var server = await PrometheusServer.PrepareAsync(
            new PrometheusServerOptions { ReceivesWrites = true }, TimeProvider.System, CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        await WriteHistoryAsync(new RemoteWrite(http, server.Address));

        await using var backend = await RoleProcess.StartAsync("backend");
        await using var plain = await RoleProcess.StartAsync("plain-yarp", backend.Address);
        await using var prometheus = await RoleProcess.StartAsync("proxy", backend.Address, server.Address.ToString(), "Prometheus");
        await using var manager = await RoleProcess.StartAsync("proxy", backend.Address, server.Address.ToString(), "Manager");
        await using var shadow = await RoleProcess.StartAsync("proxy", backend.Address, server.Address.ToString(), "Shadow");
        var served = new ServedRequests(http, prometheus);
        await served.BeginAsync();
        foreach (var kernels in KernelCounts)
        {
            var answer = await WithLiveStat(kernels).SendAsync(http, prometheus);
            await http.PutAsync(new Uri($"{backend.Address}/answers/{kernels}"), new ByteArrayContent(answer));
        }

        await served.ExpectAsync("ok");
        var comparison = new Comparison(seconds, rounds);
        var table = new ReadmeTable("throughput", save);
        table.Add("| load | plain YARP | variant Prometheus | ratio |");
        table.Add("| --- | ---: | ---: | ---: |");
        table.Add(await comparison.RunAsync("small GET", new WrkLoad("GET", "/small", null), plain, prometheus));
        table.Add(await comparison.RunAsync("GraphQL without live_stat", new WrkLoad(SampleBodies.WithoutLiveStat), plain, prometheus));
        await served.BeginAsync();
        foreach (var kernels in KernelCounts)
        {
            table.Add(await comparison.RunAsync(Load(kernels), WithLiveStat(kernels), plain, prometheus));
        }

        await served.ExpectAsync("ok");
        await table.SaveAsync();

        served = new ServedRequests(http, shadow);
        await served.BeginAsync();
        table = new ReadmeTable("shadow", save);
        table.Add("| load | variant Manager | variant Shadow | ratio |");
        table.Add("| --- | ---: | ---: | ---: |");
        foreach (var kernels in KernelCounts)
        {
            table.Add(await comparison.RunAsync(Load(kernels), WithLiveStat(kernels), manager, shadow));
        }

        await served.ExpectAsync("shadow");
        await table.SaveAsync();
        return 0;
    }

    private static string Load(int kernels) => $"live_stat of {kernels:N0} kernels, warm";

    private static WrkLoad WithLiveStat(int kernels) => new(SampleBodies.WithLiveStat(kernels));

    private static int Number(string argument) => int.Parse(argument, CultureInfo.InvariantCulture);

    // Into the future, too, so that the kernels run as long as this does.
    private static async Task WriteHistoryAsync(RemoteWrite prometheus)
    {
        var kernels = Enumerable.Range(0, KernelCounts.Max()).Select(SampleAnswer.KernelId).ToArray();
        var end = TimeProvider.System.GetUtcNow().AddMinutes(15).ToUnixTimeMilliseconds();
        await new SampleHistory(kernels, TimeSpan.FromMinutes(27), end).WriteAsync(prometheus, CancellationToken.None);
    }

    private sealed class Comparison(int seconds, int rounds)
    {
        public async Task<string> RunAsync(string load, WrkLoad wrk, RoleProcess first, RoleProcess second)
        {
            await wrk.WarmUpAsync(first);
            await wrk.WarmUpAsync(second);
            var before = new List<Throughput>();
            var after = new List<Throughput>();

            // In turns, so that what else the machine does falls on both.
            for (var round = 0; round < rounds; round++)
            {
                before.Add(await wrk.MeasureAsync(first, seconds));
                after.Add(await wrk.MeasureAsync(second, seconds));
            }

            var ratio = Throughput.Median(after).RequestsPerSecond / Throughput.Median(before).RequestsPerSecond;
            return string.Create(CultureInfo.InvariantCulture, $"| {load} | {Throughput.Median(before)} | {Throughput.Median(after)} | {ratio:0.00} |");
        }
    }
}
