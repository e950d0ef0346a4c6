using GraphQL;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>The fields of <c>Query</c>: what the caller may see, found by id, filtered, or page by page.</summary>
internal static class QueryFields
{
    public static void MapQueries(this FieldMap map)
    {
        var query = map.Type<ManagerRequest>("Query");
        MapNodes(query);
        MapAgentQueries(query);
        MapSessionQueries(query);
        MapKernelQueries(query);
        MapKeypairQueries(query);
    }

    private static void MapNodes(TypeFields<ManagerRequest> query) => query
        .Field("node", (request, call) => Find(request, GlobalId.Read(call.Argument<string>("id"))))
        .Field("_entities", (request, call) => call.Argument<List<object>>("representations")
            .Select(representation => Entity(request, representation)));

    private static void MapAgentQueries(TypeFields<ManagerRequest> query) => query
        .Field("agent", (request, call) => request.Agents.FirstOrDefault(agent => agent.Id == call.Argument<string>("agent_id")))
        .Field("agents", (request, _) => request.Agents)
        .Field("agent_list", (request, call) => ItemList.Page(request.Agents, call))
        .Field("agent_nodes", (request, call) => Connection.Page(request.Agents, call));

    private static void MapSessionQueries(TypeFields<ManagerRequest> query) => query
        .Field("compute_session_node", (request, call) => SessionById(request, GlobalId.ReadUuid(call.Argument<string>("id"))))
        .Field("compute_session_nodes", (request, call) => Connection.Page(
            request.Sessions.Where(call.Argument<string?>("filter")).OrderBy(call.Argument<string?>("order")), call))
        .Field("compute_session", (request, call) => SessionById(request, call.Argument<Guid>("id")))
        .Field("compute_session_list", (request, call) => ItemList.Page(
            Chosen(request, call).Where(call.Argument<string?>("filter")).OrderBy(call.Argument<string?>("order")), call));

    private static void MapKernelQueries(TypeFields<ManagerRequest> query) => query
        .Field("compute_container", (request, call) => KernelById(request, call.Argument<Guid>("id")))
        .Field("compute_container_list", (request, call) => ItemList.Page(KernelsOf(request, call), call))
        .Field("legacy_compute_session", (request, call) => Chosen(request, call)
            .FirstOrDefault(session => session.Name == call.Argument<string>("sess_id"))?.Kernels[0])
        .Field("legacy_compute_session_list", (request, call) => ItemList.Page(
            Chosen(request, call).OrderBy(order: null).Select(session => session.Kernels[0]), call));

    private static void MapKeypairQueries(TypeFields<ManagerRequest> query) => query
        .Field("keypair", (request, call) => Keypairs(request)
            .FirstOrDefault(user => user.AccessKey == (call.Argument<string?>("access_key") ?? request.Caller.AccessKey)))
        .Field("keypairs", (request, _) => Keypairs(request))
        .Field("keypair_list", (request, call) => ItemList.Page(Keypairs(request), call));

    private static object? Entity(ManagerRequest request, object representation) =>
        representation is IDictionary<string, object?> fields
            && fields.TryGetValue("__typename", out var typeName)
            && fields.TryGetValue("id", out var id) && id is string key
                ? Find(request, ((string?)typeName, GlobalId.Read(key).Key))
                : throw new ExecutionError("A representation needs __typename and id");

    private static object? Find(ManagerRequest request, (string? TypeName, string Key) id) => id.TypeName switch
    {
        "KernelNode" => KernelById(request, GlobalId.ReadUuid(id.Key)),
        "ComputeSessionNode" => SessionById(request, GlobalId.ReadUuid(id.Key)),
        "AgentNode" => request.Agents.FirstOrDefault(agent => agent.Id == id.Key),
        "ImageNode" => request.World.Images.FirstOrDefault(image => image.Id.ToString() == id.Key),
        "UserNode" => Keypairs(request).FirstOrDefault(user => user.Id.ToString() == id.Key),
        "VirtualFolderNode" => request.Sessions.SelectMany(session => session.Folders)
            .FirstOrDefault(folder => folder.Id.ToString() == id.Key),
        _ => throw new ExecutionError($"There is no node type '{id.TypeName}'"),
    };

    private static Session? SessionById(ManagerRequest request, Guid id) => request.Sessions.FirstOrDefault(session => session.Id == id);

    private static Kernel? KernelById(ManagerRequest request, Guid id) => request.Kernels.FirstOrDefault(kernel => kernel.Id == id);

    /// <summary>The sessions left by the arguments <c>access_key</c> and <c>status</c>, where the field has them.</summary>
    private static IEnumerable<Session> Chosen(ManagerRequest request, FieldCall call)
    {
        var accessKey = call.Argument<string?>("access_key");
        var status = call.Argument<string?>("status");
        return request.Sessions.Where(session =>
            (accessKey is null || session.Owner.AccessKey == accessKey) && (status is null || status.Split(',').Contains(session.Status)));
    }

    private static IEnumerable<Kernel> KernelsOf(ManagerRequest request, FieldCall call)
    {
        var role = call.Argument<string?>("role");
        var session = SessionById(request, GlobalId.ReadUuid(call.Argument<string>("session_id")));
        return session?.Kernels.Where(kernel => role is null || kernel.ClusterRole == role) ?? [];
    }

    private static IEnumerable<User> Keypairs(ManagerRequest request) =>
        request.Caller.SeesEverything ? request.World.Users : [request.Caller];
}
