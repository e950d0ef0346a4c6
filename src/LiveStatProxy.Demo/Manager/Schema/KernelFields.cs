using LiveStatProxy.Demo.World;

namespace LiveStatProxy.Demo.Manager.Schema;

/// <summary>The three types that show a kernel: <c>KernelNode</c>, <c>ComputeContainer</c>, <c>LegacyComputeSession</c>.</summary>
internal static class KernelFields
{
    public static void MapKernels(this FieldMap map)
    {
        Shared(map.Type<Kernel>("KernelNode"))
            .Field("id", kernel => GlobalId.Of("KernelNode", kernel.Id))
            .Field("row_id", kernel => kernel.Id)
            .Field("image", kernel => kernel.Image)
            .Field("image_reference", kernel => kernel.Image.Reference)
            .Field("scheduled_at", kernel => kernel.StartedAt)
            .Field("agent_id", kernel => kernel.Agent?.Id);

        Shared(map.Type<Kernel>("ComputeContainer"))
            .Field("id", kernel => kernel.Id.ToString())
            .Field("kernel_id", kernel => kernel.Id)
            .Field("idx", kernel => kernel.ClusterIndex)
            .Field("role", kernel => kernel.ClusterRole)
            .Field("hostname", kernel => kernel.ClusterHostname)
            .Field("image", kernel => kernel.Image.Reference)
            .Field("image_object", kernel => kernel.Image)
            .Field("registry", kernel => kernel.Image.Registry)
            .Field("agent", kernel => kernel.Agent?.Id)
            .Field("last_stat", LiveStat);

        Legacy(Shared(map.Type<Kernel>("LegacyComputeSession")));
    }

    private static TypeFields<Kernel> Shared(TypeFields<Kernel> fields) => fields
        .Field("session_id", kernel => kernel.Session.Id)
        .Field("cluster_idx", kernel => kernel.ClusterIndex)
        .Field("local_rank", kernel => kernel.ClusterIndex)
        .Field("cluster_role", kernel => kernel.ClusterRole)
        .Field("cluster_hostname", kernel => kernel.ClusterHostname)
        .Field("architecture", _ => "x86_64")
        .Field("status", kernel => kernel.Session.Status)
        .Field("status_changed", kernel => kernel.Session.TerminatedAt ?? kernel.StartedAt)
        .Field("status_info", kernel => kernel.Session.Status == "TERMINATED" ? "user-requested" : null)
        .Field("status_data", _ => "{}")
        .Field("created_at", kernel => kernel.Session.CreatedAt)
        .Field("terminated_at", kernel => kernel.Session.TerminatedAt)
        .Field("starts_at", _ => null)
        .Field("agent_addr", kernel => kernel.Agent?.Address)
        .Field("container_id", kernel => kernel.ContainerId)
        .Field("resource_opts", _ => """{"shmem": "64m"}""")
        .Field("occupied_slots", kernel => Slots.Of(kernel))
        .Field("preopen_ports", _ => Array.Empty<int>())
        .Field("live_stat", LiveStat);

    private static void Legacy(TypeFields<Kernel> fields)
    {
        fields
            .Field("id", kernel => kernel.Id.ToString())
            .Field("tag", kernel => kernel.Session.Tag)
            .Field("sess_id", kernel => kernel.Session.Name)
            .Field("sess_type", kernel => kernel.Session.Type)
            .Field("session_name", kernel => kernel.Session.Name)
            .Field("session_type", kernel => kernel.Session.Type)
            .Field("role", kernel => kernel.ClusterRole)
            .Field("image", kernel => kernel.Image.Reference)
            .Field("registry", kernel => kernel.Image.Registry)
            .Field("domain_name", _ => "default")
            .Field("group_id", (_, call) => call.Request.World.ProjectId)
            .Field("scaling_group", _ => "default")
            .Field("user_uuid", kernel => kernel.Session.Owner.Id)
            .Field("user_email", kernel => kernel.Session.Owner.Email)
            .Field("access_key", kernel => kernel.Session.Owner.AccessKey)
            .Field("agent", kernel => kernel.Agent?.Id)
            .Field("num_queries", _ => 0)
            .Field("lang", kernel => kernel.Image.Reference)
            .Field("mem_slot", kernel => (int)(kernel.MemoryBytes >> 20))
            .Field("cpu_slot", kernel => (double)kernel.Cores)
            .Field("gpu_slot", kernel => (double)kernel.Gpus)
            .Field("last_stat", LiveStat)
            .Field("cpu_used", Number("cpu_used", "current"))
            .Field("cpu_using", Number("cpu_util", "pct"))
            .Field("mem_max_bytes", Number("mem", "stats.max"))
            .Field("mem_cur_bytes", Number("mem", "current"))
            .Field("net_rx_bytes", Number("net_rx", "stats.rate"))
            .Field("net_tx_bytes", Number("net_tx", "stats.rate"))
            .Field("io_read_bytes", Number("io_read", "current"))
            .Field("io_write_bytes", Number("io_write", "current"))
            .Field("io_max_scratch_size", Number("io_scratch_size", "stats.max"))
            .Field("io_cur_scratch_size", Number("io_scratch_size", "current"));
    }

    private static object? LiveStat(Kernel kernel, FieldCall call) => call.Request.Statistics.Of(kernel)?.Json;

    private static Func<Kernel, FieldCall, object?> Number(string metric, string field) =>
        (kernel, call) => call.Request.Statistics.Of(kernel)?.Number(metric, field) ?? 0.0;
}
