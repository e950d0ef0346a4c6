using LiveStatProxy.Core.Documents;

namespace LiveStatProxy.Core.Planning;

/// <summary>The manager's schema as far as it leads to kernels: which type a field leads to, and which types are kernels.</summary>
public sealed class ManagerSchema
{
    private readonly SchemaDefinition _definition;
    private readonly Dictionary<string, KernelType> _kernels;

    private ManagerSchema(SchemaDefinition definition, bool legacyScalars)
    {
        _definition = definition;
        _kernels = KernelType.In(name => definition.Types.GetValueOrDefault(name)?.Fields, legacyScalars)
            .ToDictionary(kernel => kernel.Name, StringComparer.Ordinal);
    }

    /// <summary>The types whose objects are kernels.</summary>
    public IReadOnlyCollection<KernelType> KernelTypes => _kernels.Values;

    /// <summary>Reads a schema in SDL: the excerpt in <c>config/manager.graphql</c>, or a manager's full published one.</summary>
    /// <param name="sdl">The text.</param>
    /// <param name="legacyScalars">Whether the scalar statistics of LegacyComputeSession are translated, too.</param>
    /// <exception cref="FormatException">The text is no schema, or has no kernel type with an id.</exception>
    public static ManagerSchema Parse(string sdl, bool legacyScalars = false)
    {
        var schema = new ManagerSchema(SchemaParser.Parse(sdl), legacyScalars);
        return schema._kernels.Count > 0
            ? schema
            : throw new FormatException("none of the types KernelNode (with row_id), ComputeContainer and LegacyComputeSession (with id)");
    }

    /// <summary>The root type of an operation; null for subscriptions, which are none of ours.</summary>
    public string? RootOf(OperationType operation) => operation switch
    {
        OperationType.Query => _definition.QueryType,
        OperationType.Mutation => _definition.MutationType,
        _ => null,
    };

    /// <summary>The type that a field leads to; null where the schema does not know, and below what it does not know.</summary>
    public string? TypeOf(string? parentType, string fieldName) =>
        parentType is not null && _definition.Types.TryGetValue(parentType, out var type)
            ? type.Fields.GetValueOrDefault(fieldName)
            : null;

    /// <summary>The kernel type of that name, if it is one.</summary>
    public KernelType? KernelTypeOf(string? typeName) => typeName is null ? null : _kernels.GetValueOrDefault(typeName);
}
