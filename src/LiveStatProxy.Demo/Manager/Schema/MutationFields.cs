using GraphQL;
using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>The fields of <c>Mutation</c> that return sessions, and so reach kernels.</summary>
internal static class MutationFields
{
    public static void MapMutations(this FieldMap map)
    {
        map.Type<ManagerRequest>("Mutation")
            .Field("modify_compute_session", Modify)
            .Field("check_and_transit_session_status", CheckAndTransit);

        map.Type<ModifiedSession>("ModifyComputeSessionPayload")
            .Field("item", payload => payload.Session)
            .Field("clientMutationId", payload => payload.ClientMutationId);

        map.Type<CheckedSessions>("CheckAndTransitStatus")
            .Field("item", payload => payload.Sessions)
            .Field("client_mutation_id", payload => payload.ClientMutationId);
    }

    private static ModifiedSession Modify(ManagerRequest request, FieldCall call)
    {
        var input = call.Argument<Dictionary<string, object?>>("input");
        var session = Find(request, (string)input["id"]!);
        session.Name = input.GetValueOrDefault("name") as string ?? session.Name;
        session.Priority = input.GetValueOrDefault("priority") as int? ?? session.Priority;
        return new ModifiedSession(session, input.GetValueOrDefault("clientMutationId") as string);
    }

    private static CheckedSessions CheckAndTransit(ManagerRequest request, FieldCall call)
    {
        var input = call.Argument<Dictionary<string, object?>>("input");
        var ids = ((IEnumerable<object?>)input["ids"]!).OfType<string>();
        return new CheckedSessions([.. ids.Select(id => Find(request, id))], input.GetValueOrDefault("client_mutation_id") as string);
    }

    private static Session Find(ManagerRequest request, string id)
    {
        var uuid = GlobalId.ReadUuid(id);
        return request.Sessions.FirstOrDefault(session => session.Id == uuid)
            ?? throw new ExecutionError($"Session not found. (id:{uuid})");
    }

    private sealed record ModifiedSession(Session Session, string? ClientMutationId);

    private sealed record CheckedSessions(IReadOnlyList<Session> Sessions, string? ClientMutationId);
}
