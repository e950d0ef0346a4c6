using GraphQL;
using GraphQL.Execution;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using LiveStatProxy.Demo.Manager.Recording;
using LiveStatProxy.Demo.Manager.Requests;
using LiveStatProxy.Demo.Manager.Responses;

namespace LiveStatProxy.Demo.Manager;

/// <summary>The two GraphQL paths: one schema, two ways to tell errors.</summary>
internal sealed class GraphQLEndpoint(GraphQL.Types.ISchema schema, ManagerBehaviour behaviour)
{
    private const int MaxNesting = 900;
    private readonly PythonLikeExecuter _executer = new();

    /// <summary>Answers a request to <c>/admin/gql</c>: 200 with data and errors side by side.</summary>
    /// <exception cref="ManagerProblem">The body or the document could not be read.</exception>
    public async Task<ManagerResponse> AnswerAsync(RecordedRequest recorded, ManagerRequest request, CancellationToken cancellationToken)
    {
        var (data, errors) = await ExecuteAsync(recorded, request, cancellationToken);
        return ManagerResponse.Json(ExecutionResultWriter.WriteResult(data, errors));
    }

    /// <summary>Answers a request to <c>/admin/graphql</c>: the data alone, or 400 with the errors alone.</summary>
    /// <exception cref="ManagerProblem">There were errors, or the body or the document could not be read.</exception>
    public async Task<ManagerResponse> AnswerLegacyAsync(RecordedRequest recorded, ManagerRequest request, CancellationToken cancellationToken)
    {
        var (data, errors) = await ExecuteAsync(recorded, request, cancellationToken);
        return errors.Count == 0
            ? ManagerResponse.Json(ExecutionResultWriter.WriteData(data))
            : throw ManagerProblem.GraphQLError(errors.Select(error => error.Formatted()));
    }

    private async Task<(ExecutionNode? Data, List<GraphQLErrorEntry> Errors)> ExecuteAsync(
        RecordedRequest recorded, ManagerRequest request, CancellationToken cancellationToken)
    {
        var parameters = GraphQLParameters.Check(await ReadBodyAsync(recorded));
        if (Parse(parameters.Query, out var document) is { } syntaxError)
        {
            return (null, [syntaxError]);
        }

        if (DocumentRules.Check(document, behaviour) is { Count: > 0 } refusals)
        {
            return (null, refusals);
        }

        var result = await _executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Root = request,
            Query = parameters.Query,
            Document = document,
            OperationName = parameters.OperationName,
            Variables = parameters.Variables is { } variables ? new Inputs(variables) : null,
            UnhandledExceptionDelegate = failure =>
            {
                failure.ErrorMessage = failure.OriginalException.Message;
                return Task.CompletedTask;
            },
            CancellationToken = cancellationToken,
        });
        var errors = (result.Errors ?? []).Select(error => GraphQLErrorEntry.From(error, document.Source)).ToList();
        return (result.Data as ExecutionNode, errors);
    }

    private static async Task<object?> ReadBodyAsync(RecordedRequest recorded)
    {
        var text = await RequestText.ReadAsync(recorded);
        try
        {
            return PythonJsonReader.Read(text);
        }
        catch (PythonJsonException)
        {
            throw ManagerProblem.InvalidApiParameters("Malformed body");
        }
        catch (PythonRecursionException)
        {
            throw ManagerProblem.InternalServerError();
        }
    }

    /// <summary>Parses the document. The manager's own rules parse it outside of the execution, so that a syntax error is a 500 there.</summary>
    private GraphQLErrorEntry? Parse(string query, out GraphQLDocument document)
    {
        try
        {
            document = Parser.Parse(query, new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = MaxNesting });
            return document.Definitions.Count > 0
                ? null
                : throw new GraphQLSyntaxErrorException("Unexpected <EOF>.", query, query.Length);
        }
        catch (GraphQLParserException error) when (behaviour is { AllowsIntrospection: true, MaxDepth: null })
        {
            document = new GraphQLDocument([]);
            return new GraphQLErrorEntry($"Syntax Error: {error.Description}", [SourceLocation.At(query, error.Location)]);
        }
        catch (GraphQLParserException)
        {
            throw ManagerProblem.InternalServerError();
        }
    }
}
