using System.Globalization;
using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Statistics;
using LiveStatProxy.Demo.Monitoring;
using LiveStatProxy.Prometheus;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace LiveStatProxy.Benchmarks.Statistics;

/// <summary>
/// The manager's own six queries against ours, on a real Prometheus with as much history as they look at: wall time and Prometheus' CPU time,
/// as fractions of the reference's. Ours include reading, assembling and rendering. Arguments: how many kernels there are (default 1000 5000),
/// then perhaps <c>--save README.md</c>.
/// </summary>
internal static class PrometheusComparison
{
    private static readonly string[] Windows = ["5m", "1h"];
    private static readonly int[] Asked = [10, 100, 1000];

    public static async Task<int> RunAsync(string[] args)
    {
        var save = ReadmeTable.ReadmeIn(args);
        var populations = args.TakeWhile(arg => arg != "--save").Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToArray();
        var table = new ReadmeTable("prometheus", save);
        table.Add("| kernels there | window | asked for | the reference: six, one after another | six side by side | ours, cold | ours, steady | window as aggregations | window as matrix |");
        table.Add("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var population in populations.Length > 0 ? populations : [1000, 5000])
        {
            foreach (var window in Windows)
            {
                await CompareAsync(population, window, table);
            }
        }

        await table.SaveAsync();
        return 0;
    }

    private static async Task CompareAsync(int population, string window, ReadmeTable table)
    {
        await using var server = await PrometheusServer.PrepareAsync(
            new PrometheusServerOptions { ReceivesWrites = true }, TimeProvider.System, CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        using var http = new HttpClient();

        // Half a minute after an evaluation mark, so that no window begins or ends while this measures.
        var end = ((TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 40) / 60 * 60_000) + 30_000;
        var history = new SampleHistory(SampleAnswers.Kernels(population), (2 * PromQLDuration.Parse(window)) + TimeSpan.FromMinutes(2), end);
        await history.WriteAsync(new RemoteWrite(http, server.Address), CancellationToken.None);

        foreach (var asked in Asked.Where(asked => asked <= population))
        {
            var kernels = SampleAnswers.Kernels(asked);
            var raw = new RawQueries(http, server.Address, end, window);
            await using var ours = new OursUnderTest(server.Address, window, end);
            var measured = await new Measuring(http, server.Address, Math.Max(3, 300 / asked)).MeasureAsync(
                () => raw.ReferenceAsync(kernels),
                () => raw.ReferenceInParallelAsync(kernels),
                () => ours.ColdAsync(kernels),
                () => ours.SteadyAsync(kernels),
                () => raw.WindowAsAggregationsAsync(kernels),
                () => raw.WindowAsMatrixAsync(kernels));
            table.Add($"| {population:N0} | {window} | {asked:N0} | {string.Join(" | ", measured.Select(one => one.Relative(measured[0])))} |");
        }
    }

    /// <summary>Our engine as the batcher calls it.</summary>
    private sealed class OursUnderTest : IAsyncDisposable
    {
        private const int KernelsInAQuery = 100;

        private readonly ServiceProvider _services;
        private readonly LiveStatFetcher _fetcher;
        private readonly long _time;
        private readonly Dictionary<Guid, MarkStatistics> _marks = [];

        public OursUnderTest(Uri prometheus, string window, long time)
        {
            var options = new PrometheusOptions { Address = prometheus, Window = window, Timeout = TimeSpan.FromMinutes(1) };
            _services = new ServiceCollection()
                .AddLogging()
                .AddSingleton(TimeProvider.System)
                .AddSingleton(Metrics.NewCustomRegistry())
                .AddLiveStatSource(options, LiveStatPayload.Full, ".", new ConfigurationMistakes())
                .BuildServiceProvider();
            _fetcher = _services.GetRequiredService<LiveStatFetcher>();
            _time = time;
        }

        /// <summary>Nothing is known of the kernels.</summary>
        public Task ColdAsync(Guid[] kernels) => FetchAsync(kernels, _ => null);

        /// <summary>What is asked for once per mark is known, as between two evaluation marks.</summary>
        public Task SteadyAsync(Guid[] kernels) => FetchAsync(kernels, kernel => _marks.GetValueOrDefault(kernel));

        public ValueTask DisposeAsync() => _services.DisposeAsync();

        private async Task FetchAsync(Guid[] kernels, Func<Guid, MarkStatistics?> mark)
        {
            var chunks = kernels.Chunk(KernelsInAQuery).ToArray();
            var fetched = await Task.WhenAll(chunks.Select(chunk =>
                _fetcher.FetchAsync(Array.ConvertAll(chunk, kernel => new KernelRequest(kernel, mark(kernel))), _time, CancellationToken.None)));
            foreach (var (chunk, statistics) in chunks.Zip(fetched))
            {
                if (statistics.Reason != OutcomeReason.Translated || statistics.Kernels.Any(kernel => kernel.Rendering.LiveStat.Length < 1000))
                {
                    throw new InvalidOperationException($"Prometheus: {statistics.Reason}");
                }

                foreach (var (kernel, one) in chunk.Zip(statistics.Kernels))
                {
                    _marks[kernel] = one.Mark;
                }
            }
        }
    }

    private sealed class Measuring(HttpClient http, Uri prometheus, int runs)
    {
        private const int Rounds = 3;

        /// <summary>Measures in turns, so that what else the machine does falls on all.</summary>
        public async Task<List<Measured>> MeasureAsync(params Func<Task>[] ways)
        {
            var measured = ways.Select(_ => new Measured([], 0)).ToList();
            for (var round = 0; round < Rounds; round++)
            {
                for (var way = 0; way < ways.Length; way++)
                {
                    await ways[way]();
                    measured[way] = await MeasureAsync(ways[way], measured[way]);
                }
            }

            return measured;
        }

        private async Task<Measured> MeasureAsync(Func<Task> way, Measured before)
        {
            var cpu = await CpuAsync();
            for (var run = 0; run < runs; run++)
            {
                var begun = TimeProvider.System.GetTimestamp();
                await way();
                before.Times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
            }

            return before with { Cpu = before.Cpu + ((await CpuAsync() - cpu) / runs / Rounds) };
        }

        private async Task<double> CpuAsync()
        {
            const string Metric = "process_cpu_seconds_total ";
            var metrics = await http.GetStringAsync(new Uri(prometheus, "metrics"));
            var line = metrics.Split('\n').Single(line => line.StartsWith(Metric, StringComparison.Ordinal));
            return 1000 * double.Parse(line.AsSpan(Metric.Length), CultureInfo.InvariantCulture);
        }
    }

    private sealed record Measured(List<double> Times, double Cpu)
    {
        private double Median => Times.Order().ElementAt(Times.Count / 2);

        /// <summary>The first one as milliseconds of wall and CPU time, the others as fractions of it.</summary>
        public string Relative(Measured reference) => ReferenceEquals(this, reference)
            ? string.Create(CultureInfo.InvariantCulture, $"{Median:N0} ms, CPU {Cpu:N0} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{Median / reference.Median:F2}, CPU {Cpu / reference.Cpu:F2}");
    }
}
