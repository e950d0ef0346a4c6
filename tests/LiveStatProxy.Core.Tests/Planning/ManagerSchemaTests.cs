using LiveStatProxy.Core.Documents;
using LiveStatProxy.Core.Planning;
using LiveStatProxy.Core.Tests.Golden;

namespace LiveStatProxy.Core.Tests.Planning;

public class ManagerSchemaTests
{
    [Fact]
    public void The_excerpt_knows_the_three_kernel_types_and_their_ids()
    {
        var ids = TestSchema.Parse().KernelTypes.Select(kernel => (kernel.Name, kernel.IdField, kernel.IdType));

        Assert.Equal(
            [("KernelNode", "row_id", "UUID"), ("ComputeContainer", "id", "ID"), ("LegacyComputeSession", "id", "ID")], ids);
    }

    [Fact]
    public void A_kernel_type_without_its_id_field_is_none()
    {
        var schema = ManagerSchema.Parse("type KernelNode { id: ID live_stat: JSONString } type ComputeContainer { id: ID live_stat: JSONString }");

        Assert.Equal("ComputeContainer", Assert.Single(schema.KernelTypes).Name);
        Assert.Equal(["live_stat"], schema.KernelTypes.Single().Statistics.Keys);
    }

    [Fact]
    public void Extensions_and_named_roots_are_understood()
    {
        var schema = ManagerSchema.Parse("""
            schema { query: Root mutation: Change }
            type ComputeContainer { id: ID live_stat: JSONString }
            type Root { a: Int }
            extend type Root { containers: [ComputeContainer!]! }
            """);

        Assert.Equal("Root", schema.RootOf(OperationType.Query));
        Assert.Equal("Change", schema.RootOf(OperationType.Mutation));
        Assert.Equal("ComputeContainer", schema.TypeOf("Root", "containers"));
        Assert.Null(schema.TypeOf("Root", "unknown"));
        Assert.Null(schema.TypeOf(null, "containers"));
    }

    [Theory]
    [InlineData("type {")]
    [InlineData("type Query { a: Int }")]
    public void A_text_without_kernels_is_no_schema_of_a_manager(string sdl)
    {
        Assert.Throws<FormatException>(() => ManagerSchema.Parse(sdl));
    }

    [Fact]
    public void The_excerpt_has_exactly_the_fields_of_the_published_schema_that_lead_to_kernels()
    {
        Assert.SkipUnless(PublishedSchema.IsThere, "The manager's published schema is not beside the repository.");

        var excerpt = SchemaParser.Parse(TestSchema.Sdl);
        var leading = PublishedSchema.FieldsThatLeadToKernels();

        Assert.Equal(leading, PublishedSchema.FieldsThatLeadToKernels(excerpt));
    }
}
