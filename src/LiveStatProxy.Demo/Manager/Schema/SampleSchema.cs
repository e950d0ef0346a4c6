using GraphQL.Types;
using GraphQL.Utilities;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>Builds the executable schema: the SDL, its scalars, and where each field's value comes from.</summary>
public static class SampleSchema
{
    private const string Resource = "LiveStatProxy.Demo.Manager.Schema.sample-manager.graphql";

    /// <exception cref="InvalidOperationException">A field of the SDL has no resolver.</exception>
    public static GraphQL.Types.Schema Build(SchemaVariant variant)
    {
        var builder = new SchemaBuilder();
        var map = new FieldMap(builder.Types);
        map.MapQueries();
        map.MapMutations();
        map.MapPages();
        map.MapKernels();
        map.MapSessions();
        map.MapAgents();
        map.MapOthers();

        var schema = builder.Build(ReadSdl(variant));
        foreach (var scalar in Scalars())
        {
            schema.RegisterType(scalar);
        }

        schema.Initialize();
        RequireResolvers(schema);
        return schema;
    }

    /// <summary>The SDL that the sample manager serves.</summary>
    public static string ReadSdl(SchemaVariant variant)
    {
        using var stream = typeof(SampleSchema).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n');
        return string.Join('\n', lines.Where(line => variant == SchemaVariant.Current || !line.EndsWith("#newer", StringComparison.Ordinal)));
    }

    private static IEnumerable<ScalarGraphType> Scalars() =>
    [
        new UuidScalar(),
        new DateTimeScalar(),
        new BigIntScalar(),
        new AnyScalar(),
        new TextScalar("JSONString"),
        new TextScalar("GlobalIDField"),
        new TextScalar("ScopeField"),
        new TextScalar("SessionPermissionValueField"),
        new TextScalar("AgentPermissionField"),
    ];

    private static void RequireResolvers(GraphQL.Types.Schema schema)
    {
        var missing = schema.AllTypes.OfType<IObjectGraphType>()
            .Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal))
            .SelectMany(type => type.Fields.Where(field => field.Resolver is null).Select(field => $"{type.Name}.{field.Name}"))
            .ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"These fields of the sample manager's schema have no resolver: {string.Join(", ", missing)}");
        }
    }
}
