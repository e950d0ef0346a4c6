using System.Globalization;
using System.Text;

namespace LiveStatProxy.Benchmarks.Translation;

/// <summary>
/// A session list of the size that a web UI gets: about 3.2 KB beside each kernel's statistic, as <c>json.dumps</c> writes it, the
/// kernels' ids where their statistics belong.
/// </summary>
internal static class SampleAnswer
{
    /// <summary>The operation that it answers, nested and spread as a web UI's.</summary>
    public static string Operation { get; } = """
        query SessionListPage($first: Int = 20, $offset: Int = 0, $filter: String, $order: String) {
          compute_session_nodes(first: $first, offset: $offset, filter: $filter, order: $order) {
            edges { node { id name ...SessionRow ...SessionUsage } }
            count
          }
        }
        fragment SessionUsage on ComputeSessionNode {
          occupied_slots
          ...LiveStat
        }
        fragment LiveStat on ComputeSessionNode {
          id
          kernel_nodes { edges { node { live_stat cluster_role id } } }
        }
        """ + string.Concat(Enumerable.Range(0, 60).Select(Fragment)) + """

        fragment SessionRow on ComputeSessionNode {
          row_id status type ...Row0 ...LiveStat
        }
        """;

    public static Guid KernelId(int i) => new(i, 0x4d5e, 0x4f60, 0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8);

    public static byte[] Of(int kernels)
    {
        var answer = new StringBuilder("""{"data": {"compute_session_nodes": {"edges": [""");
        for (var i = 0; i < kernels; i++)
        {
            answer.Append(i == 0 ? "" : ", ").Append(Session(i));
        }

        return Encoding.UTF8.GetBytes(answer.Append(null, $$$"""], "count": {{{kernels}}}}}, "errors": null}""").ToString());
    }

    private static string Fragment(int i) => string.Create(CultureInfo.InvariantCulture, $$"""

        fragment Row{{i}} on ComputeSessionNode {
          id row_id name status status_info status_data queue_position
          kernel_nodes { edges { node { container_id agent_id cluster_hostname id } } }
          {{(i < 59 ? $"...Row{i + 1}" : "")}}
        }
        """);

    private static string Session(int i)
    {
        var id = KernelId(i);
        var session = new StringBuilder();
        session.Append(null, $$"""{"node": {"id": "Q29tcHV0ZVNlc3Npb25Ob2RlOjN{{i}}", "name": "session-{{i}}", "row_id": "{{id}}", "status": "RUNNING", "type": "interactive",""");
        for (var field = 0; field < 50; field++)
        {
            session.Append(null, $$$""" "field_{{{field}}}": {"name": "\uc0ac\uc6a9\uc790 {{{i}}}", "value": {{{field * i}}}, "on": null},""");
        }

        session.Append(null, $$$$""" "occupied_slots": "{\"cpu\": \"4\", \"mem\": \"17179869184\", \"cuda.device\": \"1\"}", "kernel_nodes": {"edges": [{"node": {"live_stat": "{{{{id}}}}", "cluster_role": "main", "id": "S2VybmVsTm9kZTo{{{{i}}}}"}}]}}}""");
        return session.ToString();
    }
}
