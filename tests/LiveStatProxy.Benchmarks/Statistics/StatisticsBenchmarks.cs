using BenchmarkDotNet.Attributes;
using LiveStatProxy.Core.Statistics;

namespace LiveStatProxy.Benchmarks.Statistics;

/// <summary>From Prometheus' answers to renderings, for kernels with eleven metrics. One core, everything in memory.</summary>
[MemoryDiagnoser]
public class StatisticsBenchmarks
{
    private readonly MetricCatalog _catalog = new();
    private readonly LiveStatRenderer _renderer = new(LiveStatPayload.Full);
    private Dictionary<Guid, int> _positions = [];
    private (byte[] Values, byte[] Capacities, byte[] Rates) _now;
    private (byte[] Values, byte[] Rates) _window;
    private SampleList[] _lists = [];
    private LiveStatTable _table = new(0);

    [Params(10, 100, 1000)]
    public int Kernels { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var kernels = SampleAnswers.Kernels(Kernels);
        _positions = kernels.Index().ToDictionary(kernel => kernel.Item, kernel => kernel.Index);
        _now = SampleAnswers.Now(kernels);
        _window = SampleAnswers.Window(kernels);
        _lists = [Read(_now.Values), Read(_now.Capacities), Read(_now.Rates), Read(_window.Values), Read(_window.Rates)];
        _table = Assemble();
    }

    /// <summary>Reads what is now: three answers, 19 rows for each kernel.</summary>
    [Benchmark]
    public int ReadNow() => Count(_now.Values) + Count(_now.Capacities) + Count(_now.Rates);

    /// <summary>Reads what is over the window: two matrices, 11 rows of five points for each kernel, summed up.</summary>
    [Benchmark]
    public int ReadWindow() => Count(_window.Values) + Count(_window.Rates);

    /// <summary>Brings the rows of five answers together, kernel by kernel.</summary>
    [Benchmark]
    public LiveStatTable Assemble()
    {
        var table = new LiveStatTable(Kernels);
        table.AddValues(_lists[0].Samples);
        table.AddCapacities(_lists[1].Samples);
        table.AddRanges(_lists[3].Samples);
        table.AddRanges(_lists[4].Samples);
        table.AddRates(_lists[2].Samples);
        return table;
    }

    /// <summary>Writes the renderings.</summary>
    [Benchmark]
    public long Render()
    {
        long bytes = 0;
        for (var position = 0; position < Kernels; position++)
        {
            bytes += _renderer.Render(_table[position], DateTimeOffset.UnixEpoch).LiveStat.Length;
        }

        return bytes;
    }

    private int Count(byte[] answer)
    {
        using var samples = Read(answer);
        return samples.Samples.Length;
    }

    private SampleList Read(byte[] answer)
    {
        var samples = new SampleList();
        var reader = new SampleReader(_positions, _catalog, samples);
        return reader.Read(answer, isFinal: true, out _) == SampleReaderStatus.Complete
            ? samples
            : throw new InvalidOperationException("The sample answer is wrong.");
    }
}
