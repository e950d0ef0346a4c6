using System.Globalization;

namespace LiveStatProxy.Benchmarks.Throughput;

/// <summary>
/// LiveStatProxy against plain YARP, and its variant Shadow against Manager, in one run: the same backend, the same load by wrk, each a
/// process of its own. Prints requests per second and their ratio. Needs <c>wrk</c> on the PATH. Arguments: seconds per measurement (default 5), rounds (default 3).
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
        await using var prometheus = await RoleProcess.StartAsync("proxy", backend.Address, "Prometheus");
        await using var manager = await RoleProcess.StartAsync("proxy", backend.Address, "Manager");
        await using var shadow = await RoleProcess.StartAsync("proxy", backend.Address, "Shadow");

        var all = Loads().ToList();
        await CompareAsync(("plain YARP", plain), ("variant Prometheus", prometheus), all, seconds, rounds);
        await CompareAsync(("variant Manager", manager), ("variant Shadow", shadow), all[2..], seconds, rounds);
        return 0;
    }

    private static async Task CompareAsync(
        (string Name, RoleProcess Process) first, (string Name, RoleProcess Process) second, List<WrkLoad> loads, int seconds, int rounds)
    {
        Console.WriteLine($"| load | {first.Name}, requests/s | {second.Name}, requests/s | ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var load in loads)
        {
            await load.WarmUpAsync(first.Process.Address);
            await load.WarmUpAsync(second.Process.Address);
            var firstRates = new List<double>();
            var secondRates = new List<double>();

            // In turns, so that what else the machine does falls on both.
            for (var round = 0; round < rounds; round++)
            {
                firstRates.Add(await load.MeasureAsync(first.Process.Address, seconds));
                secondRates.Add(await load.MeasureAsync(second.Process.Address, seconds));
            }

            var (before, after) = (Median(firstRates), Median(secondRates));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {load.Name} | {before:0} | {after:0} | {after / before:0.00} |"));
        }

        Console.WriteLine();
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
