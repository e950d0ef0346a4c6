namespace LiveStatProxy.Tests.Pipeline;

/// <summary>Operations that reach kernels in every way.</summary>
internal static class SampleOperations
{
    /// <summary>As a web UI's session list asks: nested fragments, several of them reaching the same kernels.</summary>
    public const string SessionList = """
        query SessionList($first: Int = 20, $filter: String) {
          sessions: compute_session_nodes(first: $first, filter: $filter) {
            edges { node { id name tag ...Usage ...Detail } }
            count
          }
          all: compute_session_nodes(first: 0) { count }
        }
        fragment Usage on ComputeSessionNode {
          occupied_slots
          kernel_nodes { edges { node { ...Statistic cluster_role id } } }
        }
        fragment Detail on ComputeSessionNode {
          status owner { full_name }
          kernel_nodes { edges { node { row_id cluster_hostname image { name tag } ...Statistic } } }
        }
        fragment Statistic on KernelNode { live_stat }
        """;

    /// <summary>As older clients ask.</summary>
    public const string Containers = """
        { compute_session_list(limit: 20, offset: 0) { items { id name containers { id live_stat last: last_stat status } } total_count } }
        """;

    /// <summary>As the oldest clients ask.</summary>
    public const string Legacy = """
        { legacy_compute_session_list(limit: 20, offset: 0) { items { id sess_id last_stat live_stat cpu_used } total_count } }
        """;

    public static readonly string[] All =
    [
        SessionList,
        Containers,
        Legacy,
        "{ agent_nodes(first: 5) { edges { node { id live_stat kernel_nodes { edges { node { stat: live_stat } } } } } } }",
        "{ agents { id live_stat compute_containers { live_stat } } }",
        "{ keypairs { compute_sessions { containers { last_stat } } } }",
    ];
}
