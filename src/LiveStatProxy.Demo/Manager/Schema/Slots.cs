using System.Globalization;
using System.Text;
using LiveStatProxy.Demo.Manager.Responses;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>Resource slots as the manager shows them: a JSON object of slot name → quantity, as text.</summary>
internal static class Slots
{
    /// <summary>What one kernel was given.</summary>
    public static string Of(Kernel kernel) => Of([kernel]);

    /// <summary>What a session's kernels were given together.</summary>
    public static string Of(IReadOnlyCollection<Kernel> kernels)
    {
        var slots = new Dictionary<string, object?>
        {
            ["cpu"] = Text(kernels.Sum(kernel => kernel.Cores)),
            ["mem"] = Text(kernels.Sum(kernel => kernel.MemoryBytes)),
        };
        if (kernels.Sum(kernel => kernel.Gpus) is > 0 and var gpus)
        {
            slots["cuda.device"] = Text(gpus);
        }

        return Encoding.ASCII.GetString(PythonJsonWriter.Dumps(slots));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
