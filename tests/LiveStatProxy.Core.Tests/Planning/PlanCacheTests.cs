using System.Text;
using LiveStatProxy.Core.Operations;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Tests.Golden;

namespace LiveStatProxy.Core.Tests.Planning;

public class PlanCacheTests
{
    private static readonly TranslationPlanner Planner = new(TestSchema.Parse(), PlanningLimits.Default);

    [Fact]
    public void A_document_is_planned_once()
    {
        var cache = new PlanCache(Planner);

        Assert.Same(Get(cache, "{ compute_container(container_id: 1) { live_stat } }"), Get(cache, "{ compute_container(container_id: 1) { live_stat } }"));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void Text_and_operation_name_both_make_the_key()
    {
        var cache = new PlanCache(Planner);
        const string Query = "query A { compute_container(container_id: 1) { live_stat } } query B { agents { id } }";

        Assert.True(Get(cache, Query, "A").IsTranslatable);
        Assert.False(Get(cache, Query, "B").IsTranslatable);
        Assert.False(Get(cache, Query).IsTranslatable);
        Assert.Equal(3, cache.Count);
    }

    [Theory]
    [InlineData("{\"query\": \"{ compute_container(container_id: 1) { live_stat } } \\q\"}")]
    [InlineData("{\"query\": \"{ compute_container(container_id: 1) {\n live_stat } }\"}")]
    [InlineData("{\"query\": \"{ compute_container(container_id: 1) { live_stat } }\", \"operationName\": \"\\u00\"}")]
    public void Text_that_is_no_JSON_string_is_not_planned(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(GraphQLRequestReader.TryRead(bytes, out var request));

        Assert.Equal(OutcomeReason.BodyNotUnderstood, new PlanCache(Planner).Get(bytes, request).Refusal);
    }

    [Fact]
    public void The_cache_is_bounded_and_what_is_polled_stays()
    {
        var cache = new PlanCache(Planner, maxPlans: 100);
        var polled = Get(cache, "{ compute_container(container_id: 0) { live_stat } }");

        for (var i = 1; i < 1_000; i++)
        {
            Get(cache, $"{{ compute_container(container_id: {i}) {{ live_stat }} }}");
            Assert.Same(polled, Get(cache, "{ compute_container(container_id: 0) { live_stat } }"));
            Assert.InRange(cache.Count, 1, 101);
        }
    }

    [Fact]
    public void The_cache_is_bounded_in_bytes()
    {
        var cache = new PlanCache(Planner, maxBytes: 10_000);

        for (var i = 0; i < 100; i++)
        {
            Get(cache, $"{{ compute_container(container_id: {i}) {{ live_stat }} }} # {new string('x', 1_000)}");
        }

        Assert.InRange(cache.Count, 1, 10);
        Get(cache, $"{{ compute_container(container_id: 1) {{ live_stat }} }} # {new string('x', 6_000)}");
        Assert.InRange(cache.Count, 1, 10);
    }

    private static TranslationPlan Get(PlanCache cache, string query, string? operationName = null)
    {
        var raw = RawContent.Of(query);
        var name = Encoding.UTF8.GetBytes(operationName ?? "");
        byte[] body = [.. raw, .. name];
        return cache.Get(body, new GraphQLRequest(..raw.Length, operationName is null ? null : raw.Length..));
    }
}
