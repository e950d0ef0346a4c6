using LiveStatProxy.Tests.Rollout;

namespace LiveStatProxy.Tests.Commands;

[Collection(RolloutWorldDefinition.Name)]
public class ExplainCommandTests(RolloutWorld rollout)
{
    private const string Operation = """
        query Sessions {
          compute_session_nodes(first: 5) {
            edges { node { kernel_nodes { edges { node { stat: live_stat } } } ...Older } }
          }
          agents { live_stat }
          somewhere { else { live_stat } }
        }
        fragment Older on ComputeContainer { last_stat }
        """;

    [Fact]
    public async Task A_translation_is_shown_as_a_difference_with_each_selection_and_the_PromQL()
    {
        var run = await CommandRun.InAsync(rollout.World, "explain", Operation);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Operation Sessions is translated", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 -     edges { node { kernel_nodes { edges { node { stat: live_stat } } } ...Older } }", run.Output, StringComparison.Ordinal);
        Assert.Contains("+     edges { node { kernel_nodes { edges { node { stat: row_id } } } ...Older } }", run.Output, StringComparison.Ordinal);
        Assert.Contains("- fragment Older on ComputeContainer { last_stat }", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("- query Sessions", run.Output, StringComparison.Ordinal);
        Assert.Contains("kernel_id=~\"<kernel ids>\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_selection_has_its_place_type_and_treatment()
    {
        var run = await CommandRun.InAsync(rollout.World, "explain", Operation, "--json");

        Assert.Equal(
        [
            "3:50 stat KernelNode replaced",
            "5:12 live_stat Agent notAKernel",
            "6:22 live_stat  unknownType",
            "8:38 last_stat ComputeContainer replaced",
        ],
        run.Json.GetProperty("selections").EnumerateArray().Select(selection => string.Join(
            ' ', $"{selection.GetProperty("line")}:{selection.GetProperty("column")}", selection.GetProperty("responseKey"), selection.GetProperty("parentType"), selection.GetProperty("treatment"))));
    }

    [Fact]
    public async Task A_mutations_statistics_get_companions()
    {
        var run = await CommandRun.InAsync(rollout.World, "explain", """
            mutation M($id: GlobalIDField!) { modify_compute_session(input: {id: $id}) { item { kernel_nodes { edges { node { live_stat } } } } } }
            """, "--json");

        Assert.Equal("companion", run.Json.GetProperty("selections")[0].GetProperty("treatment").GetString());
    }

    [Theory]
    [InlineData("{ agents { live_stat } }", "not-a-kernel")]
    [InlineData("{ agents { id } }", "no-live-stat")]
    [InlineData("{ live_stat ", "document-invalid")]
    [InlineData("{\"query\": \"{ a \\u12 }\"}", "document-invalid")]
    [InlineData("subscription { live_stat }", "subscription")]
    [InlineData("{ compute_container { live_stat(a: 1) } }", "selection-not-plain")]
    public async Task What_is_left_as_it_is_has_its_reason(string operation, string reason)
    {
        var run = await CommandRun.InAsync(rollout.World, "explain", operation);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"is left as it is ({reason})", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_request_body_may_be_explained()
    {
        var run = await CommandRun.InAsync(
            rollout.World, "explain", """{"query": "query A { agents { id } }\nquery B { compute_container_list { items { live_stat } } }", "operationName": "B"}""");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Operation B is translated", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_may_be_chosen_by_its_name()
    {
        const string Two = "query A { compute_container_list { items { live_stat } } } query B { agents { id } }";

        Assert.Equal(0, (await CommandRun.InAsync(rollout.World, "explain", Two, "--operation", "A")).ExitCode);
        Assert.Contains("not-a-kernel", (await CommandRun.InAsync(rollout.World, "explain", Two, "--operation", "B")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callers_bucket_and_variant_are_told()
    {
        var run = await CommandRun.InAsync(rollout.World, "explain", Operation, "--access-key", "AKIAIOSFODNN7EXAMPLE", "--json");

        var caller = run.Json.GetProperty("caller");
        Assert.Equal("Prometheus", caller.GetProperty("variant").GetString());
        Assert.InRange(caller.GetProperty("bucket").GetDouble(), 0, 100);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said()
    {
        var run = await CommandRun.OfAsync("explain", "/nowhere/operation.graphql");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("/nowhere/operation.graphql can't be read", run.Error, StringComparison.Ordinal);
    }
}
