using LiveStatProxy.Rollout.Flags;

namespace LiveStatProxy.Commands.Check;

/// <summary>Says what flags.json means; mistakes in it have stopped the program already.</summary>
internal sealed class FlagCheck(LiveStatFlag flag, FlagFile file)
{
    private const string About = "configuration";

    public IEnumerable<Finding> Run()
    {
        var version = flag.Current;
        yield return Finding.Ok(About, "every value is allowed");
        yield return version.IsEnabled
            ? Finding.Ok(About, $"{file.Path}: {version.Shares}")
            : Finding.Warning(About, $"{file.Path}: the flag is disabled", "Everyone gets the manager's values until \"enabled\" is true.");
    }
}
