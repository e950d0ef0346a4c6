using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using ParsedOperationType = GraphQLParser.AST.OperationType;

namespace LiveStatProxy.Core.Documents;

/// <summary>An output type of a schema: the fields of an object or interface with the names of their types, unwrapped of list and non-null.</summary>
public sealed record SchemaTypeDefinition(string Name, IReadOnlyDictionary<string, string> Fields);

/// <summary>A schema in SDL, as far as planning needs it.</summary>
/// <param name="Types">Object and interface types by name, extensions merged in; unions are left out: they have no fields.</param>
/// <param name="QueryType">The root type of queries.</param>
/// <param name="MutationType">The root type of mutations.</param>
public sealed record SchemaDefinition(IReadOnlyDictionary<string, SchemaTypeDefinition> Types, string QueryType, string MutationType);

/// <summary>SDL → <see cref="SchemaDefinition"/>.</summary>
public static class SchemaParser
{
    /// <summary>Parses <paramref name="sdl"/>.</summary>
    /// <exception cref="FormatException">The text is no schema; the message says where.</exception>
    public static SchemaDefinition Parse(string sdl)
    {
        try
        {
            return Convert(Parser.Parse(sdl, new ParserOptions { Ignore = IgnoreOptions.Comments }));
        }
        catch (GraphQLParserException fault)
        {
            throw new FormatException($"not a GraphQL schema: {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }

    private static SchemaDefinition Convert(GraphQLDocument parsed)
    {
        var fields = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        var roots = new Dictionary<ParsedOperationType, string>
        {
            [ParsedOperationType.Query] = "Query",
            [ParsedOperationType.Mutation] = "Mutation",
        };

        foreach (var definition in parsed.Definitions)
        {
            switch (definition)
            {
                case GraphQLSchemaDefinition schema:
                    SetRoots(roots, schema.OperationTypes);
                    break;
                case GraphQLSchemaExtension schema:
                    SetRoots(roots, schema.OperationTypes);
                    break;
                case GraphQLObjectTypeDefinition type:
                    AddFields(fields, type.Name, type.Fields);
                    break;
                case GraphQLInterfaceTypeDefinition type:
                    AddFields(fields, type.Name, type.Fields);
                    break;
                case GraphQLObjectTypeExtension type:
                    AddFields(fields, type.Name, type.Fields);
                    break;
                case GraphQLInterfaceTypeExtension type:
                    AddFields(fields, type.Name, type.Fields);
                    break;
                default:
                    break;
            }
        }

        return new SchemaDefinition(
            fields.ToDictionary(entry => entry.Key, entry => new SchemaTypeDefinition(entry.Key, entry.Value), StringComparer.Ordinal),
            roots[ParsedOperationType.Query],
            roots[ParsedOperationType.Mutation]);
    }

    private static void SetRoots(Dictionary<ParsedOperationType, string> roots, IEnumerable<GraphQLRootOperationTypeDefinition>? types)
    {
        foreach (var root in types ?? [])
        {
            roots[root.Operation] = root.Type!.Name.StringValue;
        }
    }

    private static void AddFields(
        Dictionary<string, Dictionary<string, string>> types, GraphQLName name, GraphQLFieldsDefinition? definitions)
    {
        if (!types.TryGetValue(name.StringValue, out var fields))
        {
            types[name.StringValue] = fields = new Dictionary<string, string>(StringComparer.Ordinal);
        }

        foreach (var field in definitions?.Items ?? [])
        {
            fields[field.Name.StringValue] = UnwrappedName(field.Type);
        }
    }

    private static string UnwrappedName(GraphQLType type) => type switch
    {
        GraphQLListType list => UnwrappedName(list.Type),
        GraphQLNonNullType nonNull => UnwrappedName(nonNull.Type),
        GraphQLNamedType named => named.Name.StringValue,
        _ => throw new FormatException($"not a GraphQL schema: a type of the unknown kind {type.Kind}"),
    };
}
