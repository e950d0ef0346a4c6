using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using ParsedOperationType = GraphQLParser.AST.OperationType;

namespace LiveStatProxy.Core.Documents;

/// <summary>Why a text is no document that can be planned.</summary>
public enum DocumentFault
{
    /// <summary>None: there is a document.</summary>
    None,

    /// <summary>Not an executable GraphQL document.</summary>
    Syntax,

    /// <summary>Nested deeper than the parser goes (128 nodes).</summary>
    TooDeep,
}

/// <summary>Text → <see cref="Document"/>. With <see cref="SchemaParser"/> the only place that knows GraphQL-Parser.</summary>
public static class DocumentParser
{
    private static readonly ParserOptions Options = new() { Ignore = IgnoreOptions.Comments };

    /// <summary>Parses <paramref name="text"/>; on a fault <paramref name="document"/> is null.</summary>
    public static DocumentFault TryParse(string text, out Document? document)
    {
        document = null;
        try
        {
            document = Convert(Parser.Parse(text, Options));
            return document is null ? DocumentFault.Syntax : DocumentFault.None;
        }
        catch (GraphQLSyntaxErrorException)
        {
            return DocumentFault.Syntax;
        }
        catch (GraphQLMaxDepthExceededException)
        {
            return DocumentFault.TooDeep;
        }
    }

    private static Document? Convert(GraphQLDocument parsed)
    {
        var operations = new List<Operation>();
        var fragments = new List<Fragment>();
        foreach (var definition in parsed.Definitions)
        {
            switch (definition)
            {
                case GraphQLOperationDefinition operation:
                    operations.Add(new Operation(Convert(operation.Operation), operation.Name?.StringValue, Convert(operation.SelectionSet)));
                    break;
                case GraphQLFragmentDefinition fragment:
                    fragments.Add(new Fragment(
                        fragment.FragmentName.Name.StringValue, fragment.TypeCondition.Type.Name.StringValue, Convert(fragment.SelectionSet)));
                    break;
                default:
                    return null;
            }
        }

        return new Document(operations, fragments);
    }

    private static OperationType Convert(ParsedOperationType type) => type switch
    {
        ParsedOperationType.Query => OperationType.Query,
        ParsedOperationType.Mutation => OperationType.Mutation,
        _ => OperationType.Subscription,
    };

    private static Selection[] Convert(GraphQLSelectionSet set) => set.Selections.ConvertAll(Convert).ToArray();

    private static Selection Convert(ASTNode selection) => selection switch
    {
        GraphQLField field => new Field
        {
            Alias = field.Alias?.Name.StringValue,
            Name = field.Name.StringValue,
            // Only starts are used: the parser's ends reach over a comment that follows.
            Start = field.Location.Start,
            NameStart = field.Name.Location.Start,
            HasArguments = field.Arguments is { Count: > 0 },
            Selections = field.SelectionSet is null ? null : Convert(field.SelectionSet),
        },
        GraphQLInlineFragment inline => new InlineFragment
        {
            TypeCondition = inline.TypeCondition?.Type.Name.StringValue,
            Selections = Convert(inline.SelectionSet),
        },
        GraphQLFragmentSpread spread => new FragmentSpread { FragmentName = spread.FragmentName.Name.StringValue },
        _ => throw new InvalidOperationException($"A selection of the unknown kind {selection.Kind}."),
    };
}
