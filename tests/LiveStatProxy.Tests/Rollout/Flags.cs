using System.Text;
using LiveStatProxy.Configuration;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Callers;
using LiveStatProxy.Rollout.Flags;

namespace LiveStatProxy.Tests.Rollout;

/// <summary>Versions of the flag as tests write them.</summary>
internal static class Flags
{
    public static readonly CallerGroups Groups = new(new Dictionary<string, string[]> { ["pilots"] = ["PILOT-1", "PILOT-2"] });

    /// <summary>A file with a flag of all variants.</summary>
    /// <param name="allocation">The members of <c>allocation</c>.</param>
    /// <param name="more">Further members of the flag.</param>
    public static string File(string allocation, string more = "") => $$$"""
        {"feature_management": {"feature_flags": [{
          "id": "LiveStat", "enabled": true, {{{more}}}
          "variants": [{"name": "Manager"}, {"name": "Shadow"}, {"name": "Prometheus"}],
          "allocation": { {{{allocation}}} }
        }]}}
        """;

    public static IReadOnlyList<string> MistakesIn(string file)
    {
        var mistakes = new ConfigurationMistakes();
        var definition = new FlagReader(new FlagFilters(TimeProvider.System), Groups).Read(Encoding.UTF8.GetBytes(file), mistakes);
        Assert.Equal(mistakes.Lines.Count > 0, definition is null);
        return mistakes.Lines;
    }

    public static FlagVersion Version(string file, TimeProvider? time = null)
    {
        var mistakes = new ConfigurationMistakes();
        var filters = new FlagFilters(time ?? TimeProvider.System);
        var definition = new FlagReader(filters, Groups).Read(Encoding.UTF8.GetBytes(file), mistakes);
        Assert.Empty(mistakes.Lines);
        return new FlagVersion(definition!, filters);
    }

    /// <summary>A version with everyone allocated by percentile.</summary>
    public static FlagVersion WithPrometheusUpTo(int percent) =>
        Version(File($$""" "seed": "test", "percentile": [{"variant": "Prometheus", "from": 0, "to": {{percent}}}] """));

    public static ValueTask<LiveStatVariant> VariantOfAsync(
        this FlagVersion version, string accessKey, string? operationName = null, string? path = "/admin/gql") =>
        version.VariantOfAsync(
            new FlagContext { UserId = accessKey, Groups = Groups.Of(accessKey), OperationName = operationName, Path = path },
            TestContext.Current.CancellationToken);
}
