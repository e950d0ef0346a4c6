using System.Text;
using LiveStatProxy.Core.Json;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Tests.Golden;

namespace LiveStatProxy.Core.Tests.Planning;

public class TranslationPlannerTests
{
    [Fact]
    public void The_web_UIs_real_operation_is_translated_with_the_excerpt_and_with_the_published_schema()
    {
        Assert.SkipUnless(PublishedSchema.IsThere, "The manager's published schema is not beside the repository.");
        var operation = RawContent.Of(PublishedSchema.SessionList);

        foreach (var schema in new[] { TestSchema.Parse(), ManagerSchema.Parse(PublishedSchema.Sdl) })
        {
            var plan = new TranslationPlanner(schema, PlanningLimits.Default).Plan(operation, null);

            Assert.True(plan.IsTranslatable);
            Assert.Equal("AdminComputeSessionListPageQuery", plan.OperationName);
            Assert.Equal(
                PublishedSchema.SessionList.Replace("        live_stat\n", "        live_stat: row_id\n", StringComparison.Ordinal),
                JsonStringContent.Unescape(plan.Replacement.Query.Span));
        }
    }

    [Fact]
    public void A_fragment_bomb_is_passed_on_without_exploding()
    {
        // Each fragment spreads the next under two keys: 2^40 places.
        var bomb = new StringBuilder("{ compute_session_nodes { edges { node { ...F0 } } } }");
        for (var i = 0; i < 40; i++)
        {
            bomb.Append(null, $" fragment F{i} on ComputeSessionNode {{ a: graph {{ edges {{ node {{ ...F{i + 1} }} }} }} b: graph {{ edges {{ node {{ ...F{i + 1} }} }} }} }}");
        }

        bomb.Append(" fragment F40 on ComputeSessionNode { kernel_nodes { edges { node { live_stat } } } }");

        Assert.Equal(OutcomeReason.DocumentOverLimits, Plan(bomb.ToString()).Refusal);
    }

    [Fact]
    public void A_wide_fragment_that_is_spread_everywhere_at_one_place_counts_once()
    {
        var spreads = string.Concat(Enumerable.Repeat("...F ", 10_000));

        var plan = Plan($"{{ compute_container(container_id: 1) {{ {spreads} }} }} fragment F on ComputeContainer {{ live_stat id status }}");

        Assert.Null(plan.Refusal);
    }

    [Fact]
    public void An_alias_flood_is_passed_on()
    {
        var aliases = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"a{i}: live_stat "));

        Assert.Equal(OutcomeReason.DocumentOverLimits, Plan($"{{ compute_container(container_id: 1) {{ {aliases} }} }}").Refusal);
    }

    [Fact]
    public void One_selection_written_ten_thousand_times_is_planned_in_linear_time()
    {
        var repeated = string.Concat(Enumerable.Repeat("live_stat ", 10_000));

        var plan = Plan($"query Q($id: ID!) {{ node(id: $id) {{ ... on KernelNode {{ {repeated} }} ... on AgentNode {{ live_stat }} }} }}");

        Assert.Equal(10_000, plan.Replacement!.Edits.Count);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void A_document_that_is_too_deep_is_passed_on(int depth)
    {
        var nested = string.Concat(Enumerable.Repeat("{ a ", depth)) + string.Concat(Enumerable.Repeat("} ", depth));

        Assert.Equal(OutcomeReason.DocumentOverLimits, Plan($"{{ live_stat a {nested} }}").Refusal);
    }

    [Fact]
    public void Deep_fragments_are_passed_on()
    {
        var chain = new StringBuilder("{ compute_session_nodes { ...F0 } }");
        for (var i = 0; i < 1_000; i++)
        {
            chain.Append(null, $" fragment F{i} on ComputeSessionConnection {{ edges {{ node {{ graph {{ ...F{i + 1} }} }} }} }}");
        }

        chain.Append(" fragment F1000 on ComputeSessionConnection { count }");

        Assert.Equal(OutcomeReason.DocumentOverLimits, Plan(chain.ToString()).Refusal);
    }

    private static TranslationPlan Plan(string operation) =>
        new TranslationPlanner(TestSchema.Parse(), PlanningLimits.Default).Plan(RawContent.Of(operation), null);
}
