namespace LiveStatProxy.Tests.Rollout;

public class FlagReaderTests
{
    public static TheoryData<string, string> Mistakes => new()
    {
        { "", "flags.json:1 is" },
        { "{\n \"feature_management\": {\n \"feature_flags\" [] } }", "flags.json:3 is" },
        { "[]", "flags.json:feature_management.feature_flags is missing" },
        { """{"feature_management": {"feature_flags": []}}""", "flags.json:feature_management.feature_flags is \"[]\"" },
        { """{"feature_management": {"feature_flags": [{"id": "Livestat"}]}}""", "feature_flags[0].id is \"Livestat\"; allowed: the flag LiveStat" },
        { """{"feature_management": {"feature_flags": [{"id": "LiveStat", "id": "LiveStat"}]}}""", "Duplicate" },
        { """{"feature_management": {"feature_flags": [{"id": "LiveStat", "enabled": true}]}}""", "feature_flags[0].variants is missing" },
        { Flags.File("", """ "enable": true, """), "feature_flags[0].enable is \"true\"; allowed: one of the keys id" },
        { Flags.File("").Replace("true", "\"yes\"", StringComparison.Ordinal), "feature_flags[0].enabled is \"yes\"; allowed: true or false" },
        { Flags.File("").Replace("\"Shadow\"", "\"shadow\"", StringComparison.Ordinal), "variants[1].name is \"shadow\"; allowed: one of Manager, Shadow, Prometheus" },
        { Flags.File("").Replace("\"Shadow\"", "\"Manager\"", StringComparison.Ordinal), "variants is \"[{" },
        { Flags.File(""" "default_when_enabled": "Promtheus" """), "allocation.default_when_enabled is \"Promtheus\"; allowed: one of the flag's variants" },
        { Flags.File(""" "default_when_disabled": "Prometheus" """), "allocation.default_when_disabled is \"Prometheus\"; allowed: Manager" },
        { Flags.File(""" "seed": "" """), "allocation.seed is \"\"" },
        { Flags.File(""" "seed": "\ud800" """), "allowed: text in Unicode" },
        { Flags.File(""" "percentile": [{"variant": "Prometheus", "from": 0, "to": 101}] """), "percentile[0].to is \"101\"; allowed: a number from 0 to 100" },
        { Flags.File(""" "percentile": [{"variant": "Prometheus", "from": "0", "to": 10}] """), "percentile[0].from is \"0\"; allowed: a number from 0 to 100" },
        { Flags.File(""" "percentile": [{"variant": "Prometheus", "from": 20, "to": 10}] """), "allowed: from not above to" },
        { Flags.File(""" "percentile": [{"variant": "Prometheus", "to": 10}] """), "allowed: an object with a variant, from and to" },
        { Flags.File(""" "percentile": [{"variant": "Prometheus", "from": 0, "to": 20}, {"variant": "Shadow", "from": 10, "to": 30}] """), "percentile[1] is" },
        { Flags.File(""" "percentile": [{"variant": "Manager", "from": 50, "to": 60}, {"variant": "Shadow", "from": 0, "to": 100}] """), "percentile[0] is" },
        { Flags.File(""" "user": [{"variant": "Prometheus", "users": ["A"]}, {"variant": "Shadow", "users": ["A"]}] """), "user[1].users is \"[\"A\"]\"; allowed: each of the users in one place only" },
        { Flags.File(""" "user": [{"variant": "Prometheus", "users": "A"}] """), "user[0].users is \"A\"; allowed: an array" },
        { Flags.File(""" "user": [{"variant": "Prometheus"}] """), "user[0] is" },
        { Flags.File(""" "group": [{"variant": "Shadow", "groups": ["nobody"]}] """), "allowed: groups of Rollout:Groups (pilots)" },
        { WithFilter("""{"name": "Microsoft.Percentage", "parameters": {"Value": 10}}"""), "client_filters[0].name is \"Microsoft.Percentage\"; allowed: allocation.percentile instead" },
        { WithFilter("""{"name": "Microsoft.TimeWindows"}"""), "client_filters[0].name is \"Microsoft.TimeWindows\"; allowed: one of Microsoft.TimeWindow, Microsoft.Targeting, LiveStatProxy.Operation" },
        { WithFilter("""{"parameters": {}}"""), "client_filters[0].name is missing" },
        { WithFilter("""{"name": "Microsoft.TimeWindow", "parameters": {}}"""), "allowed: a Start, an End, or both" },
        { WithFilter("""{"name": "Microsoft.TimeWindow", "parameters": {"Start": "2030-13-01"}}"""), "allowed: parameters that Microsoft.TimeWindow can read" },
        { WithFilter("""{"name": "Microsoft.TimeWindow", "parameters": {"Begin": "2030-01-01"}}"""), "allowed: the parameters Start, End, Recurrence" },
        { WithFilter("""{"name": "Microsoft.TimeWindow", "parameters": {"Start": "2030-01-02", "End": "2030-01-01"}}"""), "allowed: an End after the Start" },
        { WithFilter("""{"name": "Microsoft.Targeting", "parameters": {"Audience": {"DefaultRolloutPercentage": 101}}}"""), "allowed: parameters that Microsoft.Targeting can read" },
        { WithFilter("""{"name": "Microsoft.Targeting"}"""), "allowed: parameters that Microsoft.Targeting can read" },
        { WithFilter("""{"name": "LiveStatProxy.Operation", "parameters": {"Paths": ["admin"]}}"""), "a path begins with '/'" },
        { WithFilter("""{"name": "LiveStatProxy.Operation", "parameters": ["SessionList"]}"""), "allowed: an object" },
        { Flags.File("", """ "conditions": {"requirement_type": "Both"}, """), "requirement_type is \"Both\"; allowed: one of Any, All" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_place_and_what_is_allowed(string file, string line) =>
        Assert.Contains(Flags.MistakesIn(file), mistake => mistake.Contains(line, StringComparison.Ordinal));

    [Fact]
    public void All_mistakes_are_named_at_once() =>
        Assert.Equal(3, Flags.MistakesIn(Flags.File(
            """ "seed": "", "default_when_enabled": "X", "percentile": [{"variant": "Prometheus", "from": -1, "to": 10}] """)).Count);

    [Theory]
    [InlineData(""" "percentile": [{"variant": "Prometheus", "from": 0, "to": 10}, {"variant": "Shadow", "from": 10, "to": 50}] """)]
    [InlineData(""" "percentile": [{"variant": "Prometheus", "from": 0, "to": 0}, {"variant": "Shadow", "from": 0, "to": 100}] """)]
    [InlineData(""" "group": [{"variant": "Shadow", "groups": ["pilots"]}], /* a comment, and a comma behind */ "seed": "x", """)]
    public void What_is_right_is_taken(string allocation) => Assert.Empty(Flags.MistakesIn(Flags.File(allocation)));

    [Fact]
    public void The_repositorys_own_file_is_right()
    {
        var file = System.IO.File.ReadAllText(Path.Combine(LiveStatProxy.Configuration.ConfigurationDirectory.FindDefault(), "flags.json"));

        Assert.Empty(Flags.MistakesIn(file));
        Assert.Empty(Flags.MistakesIn("\uFEFF" + file));
        Assert.Equal("Prometheus 0 %, Shadow 0 %, Manager 100 %", Flags.Version(file).Shares.ToString());
    }

    private static string WithFilter(string filter) => Flags.File("", $$""" "conditions": {"client_filters": [{{filter}}]}, """);
}
