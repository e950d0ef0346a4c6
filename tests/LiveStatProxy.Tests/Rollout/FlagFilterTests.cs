using LiveStatProxy.Rollout;
using Microsoft.Extensions.Time.Testing;

namespace LiveStatProxy.Tests.Rollout;

public class FlagFilterTests
{
    private const string TimeWindow = """{"name": "Microsoft.TimeWindow", "parameters": {"Start": "2030-01-01T00:00:00Z", "End": "2030-01-02T00:00:00Z"}}""";
    private const string SessionList = """{"name": "LiveStatProxy.Operation", "parameters": {"Names": ["SessionList", "SessionDetail"]}}""";

    [Fact]
    public async Task A_time_window_opens_and_closes_by_itself()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2029, 12, 31, 23, 59, 59, TimeSpan.Zero));
        var version = Flags.Version(File("Any", TimeWindow), time);
        Assert.Equal(LiveStatVariant.Manager, await version.VariantOfAsync("AK"));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LiveStatVariant.Prometheus, await version.VariantOfAsync("AK"));

        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(LiveStatVariant.Manager, await version.VariantOfAsync("AK"));
    }

    [Fact]
    public async Task A_time_window_may_recur()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, 5, 12, 0, 0, TimeSpan.Zero));
        var version = Flags.Version(
            File("Any", """
                {"name": "Microsoft.TimeWindow", "parameters": {
                  "Start": "2030-01-01T10:00:00Z", "End": "2030-01-01T14:00:00Z",
                  "Recurrence": {"Pattern": {"Type": "Daily", "Interval": 1}, "Range": {"Type": "NoEnd"}}}}
                """),
            time);
        Assert.Equal(LiveStatVariant.Prometheus, await version.VariantOfAsync("AK"));

        time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(LiveStatVariant.Manager, await version.VariantOfAsync("AK"));
    }

    [Theory]
    [InlineData("SessionList", "/admin/gql", true)]
    [InlineData("SessionDetail", "/admin/graphql", true)]
    [InlineData("sessionlist", "/admin/gql", false)]
    [InlineData("Other", "/admin/gql", false)]
    [InlineData(null, "/admin/gql", false)]
    public async Task Named_operations_pass(string? operationName, string path, bool passes) =>
        Assert.Equal(passes, await PassesAsync(File("Any", SessionList), operationName, path));

    [Theory]
    [InlineData("Other", "/admin/gql", true)]
    [InlineData(null, "/admin/gql", true)]
    [InlineData("Heavy", "/admin/gql", false)]
    [InlineData("Other", "/admin/graphql", false)]
    public async Task Operations_and_paths_may_be_left_out(string? operationName, string path, bool passes) =>
        Assert.Equal(passes, await PassesAsync(
            File("Any", """{"name": "LiveStatProxy.Operation", "parameters": {"ExceptNames": ["Heavy"], "Paths": ["/admin/gql"]}}"""), operationName, path));

    [Theory]
    [InlineData("All", "SessionList", true, true)]
    [InlineData("All", "SessionList", false, false)]
    [InlineData("All", "Other", true, false)]
    [InlineData("Any", "SessionList", false, true)]
    [InlineData("Any", "Other", true, true)]
    [InlineData("Any", "Other", false, false)]
    public async Task Filters_combine(string requirement, string operationName, bool isInWindow, bool passes)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2030, 1, isInWindow ? 1 : 3, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(passes, await PassesAsync(File(requirement, TimeWindow, SessionList), operationName, "/admin/gql", time));
    }

    [Fact]
    public async Task An_audience_may_be_targeted()
    {
        var file = File("Any", """
            {"name": "Microsoft.Targeting", "parameters": {"Audience": {"Users": ["AK"], "Groups": [{"Name": "pilots", "RolloutPercentage": 100}], "DefaultRolloutPercentage": 0}}}
            """);

        Assert.Equal(LiveStatVariant.Prometheus, await Flags.Version(file).VariantOfAsync("AK"));
        Assert.Equal(LiveStatVariant.Prometheus, await Flags.Version(file).VariantOfAsync("PILOT-1"));
        Assert.Equal(LiveStatVariant.Manager, await Flags.Version(file).VariantOfAsync("OTHER"));
    }

    private static async Task<bool> PassesAsync(string file, string? operationName, string path, TimeProvider? time = null) =>
        await Flags.Version(file, time).VariantOfAsync("AK", operationName, path) == LiveStatVariant.Prometheus;

    private static string File(string requirement, params string[] filters) => Flags.File(
        """ "default_when_enabled": "Prometheus" """,
        $$""" "conditions": {"requirement_type": "{{requirement}}", "client_filters": [{{string.Join(", ", filters)}}]}, """);
}
