using System.Globalization;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>
/// LiveStatProxy against plain YARP in one run: the same backend, the same load by wrk, each a process of its own. Prints requests
/// per second and their ratio. Needs <c>wrk</c> on the PATH. Arguments: seconds per measurement (default 5), rounds (default 3).
/// </summary>
internal static class ThroughputComparison
{
    private const string Operation = "/admin/gql";

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["role", .. var role])
        {
            return await Roles.RunAsync(role);
        }

        var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
        var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;

        await using var backend = await RoleProcess.StartAsync("backend");
        await using var plain = await RoleProcess.StartAsync("plain-yarp", backend.Address);
        await using var proxy = await RoleProcess.StartAsync("proxy", backend.Address);

        Console.WriteLine("| load | plain YARP, requests/s | LiveStatProxy, requests/s | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var load in Loads())
        {
            await load.WarmUpAsync(plain.Address);
            await load.WarmUpAsync(proxy.Address);
            var plainRates = new List<double>();
            var proxyRates = new List<double>();

            // In turns, so that what else the machine does falls on both.
            for (var round = 0; round < rounds; round++)
            {
                plainRates.Add(await load.MeasureAsync(plain.Address, seconds));
                proxyRates.Add(await load.MeasureAsync(proxy.Address, seconds));
            }

            var (yarp, ours) = (Median(plainRates), Median(proxyRates));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {load.Name} | {yarp:0} | {ours:0} | {ours / yarp:0.00} |"));
        }

        return 0;
    }

    private static IEnumerable<WrkLoad> Loads()
    {
        yield return new WrkLoad("small GET", "GET", "/small", null);
        yield return new WrkLoad("GraphQL without live_stat", "POST", Operation, SampleBodies.WithoutLiveStat);
        foreach (var kernels in new[] { 10, 100, 1_000 })
        {
            yield return new WrkLoad($"live_stat of {kernels} kernels, warm", "POST", Operation, SampleBodies.WithLiveStat(kernels));
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
