using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>The types that show a session: <c>ComputeSessionNode</c> and <c>ComputeSession</c>.</summary>
internal static class SessionFields
{
    public static void MapSessions(this FieldMap map)
    {
        Node(Shared(map.Type<Session>("ComputeSessionNode")));
        Legacy(Shared(map.Type<Session>("ComputeSession")));
    }

    private static TypeFields<Session> Shared(TypeFields<Session> fields) => fields
        .Field("name", session => session.Name)
        .Field("tag", session => session.Tag)
        .Field("type", session => session.Type)
        .Field("priority", session => session.Priority)
        .Field("status", session => session.Status)
        .Field("status_info", session => session.Status == "TERMINATED" ? "user-requested" : null)
        .Field("status_data", _ => "{}")
        .Field("cluster_mode", session => session.ClusterMode)
        .Field("cluster_size", session => session.Kernels.Count)
        .Field("domain_name", _ => "default")
        .Field("user_id", session => session.Owner.Id)
        .Field("access_key", session => session.Owner.AccessKey)
        .Field("created_at", session => session.CreatedAt)
        .Field("terminated_at", session => session.TerminatedAt)
        .Field("starts_at", _ => null)
        .Field("agent_ids", AgentIds)
        .Field("scaling_group", _ => "default")
        .Field("occupied_slots", session => session.Status == "RUNNING" ? Slots.Of(session.Kernels) : "{}")
        .Field("requested_slots", session => Slots.Of(session.Kernels))
        .Field("num_queries", _ => 0);

    private static void Node(TypeFields<Session> fields) => fields
        .Field("id", session => GlobalId.Of("ComputeSessionNode", session.Id))
        .Field("row_id", session => session.Id)
        .Field("project_id", (_, call) => call.Request.World.ProjectId)
        .Field("owner", session => session.Owner)
        .Field("scheduled_at", session => session.Kernels[0].StartedAt)
        .Field("queue_position", session => session.Status == "PENDING" ? 0 : null)
        .Field("startup_command", session => session.Type == "batch" ? "python train.py --epochs 10" : null)
        .Field("result", _ => "undefined")
        .Field("commit_status", _ => "ready")
        .Field("idle_checks", _ => """{"network_timeout": {"remaining": 3600, "remaining_time_type": "expire_after", "extra": null}}""")
        .Field("resource_opts", _ => """{"shmem": "64m"}""")
        .Field("service_ports", _ => """[{"name": "sshd", "protocol": "tcp", "container_ports": [2200], "host_ports": [30720]}]""")
        .Field("vfolder_mounts", session => session.Folders.Select(folder => folder.Id.ToString()))
        .Field("image_references", session => session.Kernels.Select(kernel => kernel.Image.Reference).Distinct())
        .Field("inference_metrics", _ => null)
        .Field("vfolder_nodes", session => Connection.Whole(session.Folders))
        .Field("kernel_nodes", session => Connection.Whole(session.Kernels))
        .Field("dependees", session => Connection.Whole(Dependees(session)))
        .Field("dependents", (session, call) => Connection.Whole(Dependents(session, call)))
        .Field("graph", (session, call) => Connection.Whole([.. Dependees(session), .. Dependents(session, call), session]));

    private static void Legacy(TypeFields<Session> fields) => fields
        .Field("id", session => session.Id.ToString())
        .Field("session_id", session => session.Id)
        .Field("main_kernel_id", session => session.Kernels[0].Id)
        .Field("main_kernel_role", session => session.Kernels[0].ClusterRole)
        .Field("image", session => session.Kernels[0].Image.Reference)
        .Field("architecture", _ => "x86_64")
        .Field("registry", session => session.Kernels[0].Image.Registry)
        .Field("group_id", (_, call) => call.Request.World.ProjectId)
        .Field("user_email", session => session.Owner.Email)
        .Field("full_name", session => session.Owner.FullName)
        .Field("agents", AgentIds)
        .Field("containers", session => session.Kernels)
        .Field("dependencies", Dependees);

    private static object AgentIds(Session session) => session.Kernels.Select(kernel => kernel.Agent?.Id).OfType<string>().Distinct();

    private static List<Session> Dependees(Session session) => session.DependsOn is { } dependee ? [dependee] : [];

    private static IEnumerable<Session> Dependents(Session session, FieldCall call) =>
        call.Request.Sessions.Where(other => other.DependsOn == session);
}
