namespace LiveStatProxy.Demo.Manager.Responses;

/// <summary>A failure that the manager answers with a problem document (RFC 7807).</summary>
internal sealed class ManagerProblem : Exception
{
    private readonly string _type;
    private readonly string _title;
    private readonly object? _data;

    private ManagerProblem(int status, string type, string title, string? message = null, object? data = null)
        : base(message ?? title)
    {
        Status = status;
        _type = $"https://api.backend.ai/probs/{type}";
        _title = title;
        Detail = message;
        _data = data;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>What was wrong with this request; null where the title says it all.</summary>
    public string? Detail { get; }

    public static ManagerProblem InvalidApiParameters(string message, object? data = null) =>
        new(400, "invalid-api-params", "Missing or invalid API parameters.", message, data);

    public static ManagerProblem InvalidAuthParameters(string message) =>
        new(400, "invalid-auth-params", "Missing or invalid authorization parameters.", message);

    public static ManagerProblem GraphQLError(object errors) =>
        new(400, "graphql-error", "GraphQL-generated error.", data: errors);

    public static ManagerProblem AuthorizationFailed(string message) =>
        new(401, "auth-failed", "Credential/signature mismatch.", message);

    public static ManagerProblem UrlNotFound(string path) =>
        new(404, "url-not-found", "Unknown URL path.", $"Unknown URL path: {path}");

    public static ManagerProblem MethodNotAllowed() => new(405, "method-not-allowed", "HTTP Method Not Allowed.");

    public static ManagerProblem InternalServerError() => new(500, "internal-server-error", "Internal server error.");

    /// <summary>The response that says so.</summary>
    public ManagerResponse ToResponse()
    {
        var body = new Dictionary<string, object?> { ["type"] = _type, ["title"] = _title };
        if (Detail is not null)
        {
            body["msg"] = Detail;
        }

        if (_data is not null)
        {
            body["data"] = _data;
        }

        return new ManagerResponse(Status, "application/problem+json", PythonJsonWriter.Dumps(body));
    }
}
