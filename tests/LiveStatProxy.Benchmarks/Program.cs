using BenchmarkDotNet.Running;
using LiveStatProxy.Benchmarks.Statistics;
using LiveStatProxy.Benchmarks.Throughput;

return args switch
{
    ["throughput", .. var rest] => await ThroughputComparison.RunAsync(rest),
    ["prometheus", .. var rest] => await PrometheusComparison.RunAsync(rest),
    _ => Micro(args),
};

static int Micro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
    return 0;
}
