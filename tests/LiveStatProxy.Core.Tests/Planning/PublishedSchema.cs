using LiveStatProxy.Core.Documents;

namespace LiveStatProxy.Core.Tests.Planning;

/// <summary>The manager's real schema and a real operation, where a developer has them beside the repository: <c>../shared/manager</c>.</summary>
internal static class PublishedSchema
{
    private static readonly string? Folder = Find();

    public static bool IsThere => Folder is not null;

    public static string Sdl => File.ReadAllText(Path.Combine(Folder!, "schema.graphql"));

    public static string SessionList => File.ReadAllText(Path.Combine(Folder!, "session-list.graphql"));

    /// <summary>Type.field → type, for every field below which a kernel type can be.</summary>
    public static SortedDictionary<string, string> FieldsThatLeadToKernels(SchemaDefinition? schema = null)
    {
        var types = (schema ?? SchemaParser.Parse(Sdl)).Types;
        var reaching = new HashSet<string> { "KernelNode", "ComputeContainer", "LegacyComputeSession" };
        var interfaces = new HashSet<string> { "Node", "Item", "_Entity" };
        var fields = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var before = -1; before < fields.Count;)
        {
            before = fields.Count;
            foreach (var (type, field, target) in types.Values.SelectMany(type => type.Fields.Select(field => (type.Name, field.Key, field.Value))))
            {
                if (reaching.Contains(target) || interfaces.Contains(target))
                {
                    fields[$"{type}.{field}"] = target;
                    reaching.Add(type);
                }
            }
        }

        return fields;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "manager");
            if (File.Exists(Path.Combine(candidate, "schema.graphql")))
            {
                return candidate;
            }
        }

        return null;
    }
}
