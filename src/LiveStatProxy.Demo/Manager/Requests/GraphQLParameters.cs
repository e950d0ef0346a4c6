using LiveStatProxy.Demo.Manager.Responses;

namespace LiveStatProxy.Demo.Manager.Requests;

/// <summary>The parameters of a GraphQL request, checked as the manager checks them.</summary>
/// <param name="Query">The document.</param>
/// <param name="Variables">The variables; null where there are none.</param>
/// <param name="OperationName">Which operation to run; null where the document says.</param>
internal sealed record GraphQLParameters(string Query, Dictionary<string, object?>? Variables, string? OperationName)
{
    private static readonly string[] Known = ["query", "variables", "operation_name", "operationName"];

    /// <summary>Checks a parsed body. <c>operation_name</c> beats <c>operationName</c>, even when it is null.</summary>
    /// <exception cref="ManagerProblem">400: something is missing, of the wrong type, or unknown. 500: the body is no object.</exception>
    public static GraphQLParameters Check(object? body)
    {
        if (body is not Dictionary<string, object?> members)
        {
            throw body is List<object?> ? Invalid("value is not a dict") : ManagerProblem.InternalServerError();
        }

        var mistakes = new Dictionary<string, object?>();
        var query = Take<string>(members, "query", mistakes, isRequired: true);
        var variables = Take<Dictionary<string, object?>>(members, "variables", mistakes);
        var operationName = Take<string>(members, members.ContainsKey("operation_name") ? "operation_name" : "operationName", mistakes);
        foreach (var unknown in members.Keys.Except(Known))
        {
            mistakes[unknown] = $"{unknown} is not allowed key";
        }

        return mistakes.Count == 0 ? new GraphQLParameters(query!, variables, operationName) : throw Invalid(mistakes);
    }

    private static T? Take<T>(Dictionary<string, object?> members, string key, Dictionary<string, object?> mistakes, bool isRequired = false)
        where T : class
    {
        var isThere = members.TryGetValue(key, out var value);
        if (!isThere && isRequired)
        {
            mistakes[key] = "is required";
        }
        else if (value is not T && (value is not null || (isThere && isRequired)))
        {
            mistakes[key] = typeof(T) == typeof(string) ? "value is not a string" : "value is not a dict";
        }

        return value as T;
    }

    private static ManagerProblem Invalid(object data) =>
        ManagerProblem.InvalidApiParameters("Input validation error", data);
}
