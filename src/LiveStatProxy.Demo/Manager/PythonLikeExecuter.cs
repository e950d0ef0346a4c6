using GraphQL;
using GraphQL.Execution;
using GraphQLParser.AST;

namespace LiveStatProxy.Demo.Manager;

/// <summary>GraphQL.NET's executer, choosing the operation as graphql-core does: an empty name is a name too.</summary>
internal sealed class PythonLikeExecuter : DocumentExecuter
{
    protected override GraphQLOperationDefinition GetOperation(string? operationName, GraphQLDocument document)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        if (operationName is not null)
        {
            return operations.LastOrDefault(operation => operation.Name?.StringValue == operationName)
                ?? throw new RequestError($"Unknown operation named '{operationName}'.");
        }

        return operations switch
        {
            [var only] => only,
            [] => throw new RequestError("Must provide an operation."),
            _ => throw new RequestError("Must provide operation name if query contains multiple operations."),
        };
    }
}
