using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>The types that show an agent, <c>Agent</c> and <c>AgentNode</c>. Their <c>live_stat</c> is the machine's, not a kernel's.</summary>
internal static class AgentFields
{
    public static void MapAgents(this FieldMap map)
    {
        Shared(map.Type<Agent>("Agent"))
            .Field("id", agent => agent.Id)
            .Field("cpu_cur_pct", agent => 0.25 * agent.Kernels.Count)
            .Field("mem_cur_bytes", agent => 1e9 * agent.Kernels.Count)
            .Field("compute_containers", agent => agent.Kernels);

        Shared(map.Type<Agent>("AgentNode"))
            .Field("id", agent => GlobalId.Of("AgentNode", agent.Id))
            .Field("row_id", agent => agent.Id)
            .Field("kernel_nodes", agent => Connection.Whole(agent.Kernels));
    }

    private static TypeFields<Agent> Shared(TypeFields<Agent> fields) => fields
        .Field("status", _ => "ALIVE")
        .Field("region", _ => "local")
        .Field("scaling_group", _ => "default")
        .Field("schedulable", _ => true)
        .Field("addr", agent => agent.Address)
        .Field("architecture", _ => "x86_64")
        .Field("first_contact", agent => agent.FirstContact)
        .Field("lost_at", _ => null)
        .Field("version", _ => "24.09.0")
        .Field("container_count", agent => agent.Kernels.Count)
        .Field("live_stat", agent => $$$"""{"node": {"cpu_util": {"current": "{{{agent.Kernels.Count * 250}}}", "capacity": "64000", "pct": "1.50", "unit_hint": "percent"}}, "devices": {}}""");
}
