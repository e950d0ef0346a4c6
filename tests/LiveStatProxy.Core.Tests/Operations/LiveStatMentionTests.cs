using System.Text;
using LiveStatProxy.Core.Operations;

namespace LiveStatProxy.Core.Tests.Operations;

public class LiveStatMentionTests
{
    [Theory]
    [InlineData("""{"query": "{ kernel { live_stat } }"}""", true)]
    [InlineData("""{"query": "{ kernel { x: last_stat } }"}""", true)]
    [InlineData("""{"query": "{ kernel { liv\u0065_stat } }"}""", true)]
    [InlineData("""{"query": "{ kernel { kernel_status my_stat last_stat } }"}""", true)]
    [InlineData("""{"query": "{ kernel { kernel_status my_stat } }"}""", false)]
    [InlineData("_stat", false)]
    [InlineData("""{"query": "{ kernel { status\n } }"}""", false)]
    [InlineData("", false)]
    public void A_body_that_may_select_a_statistic_is_noticed(string body, bool mentioned)
    {
        Assert.Equal(mentioned, new LiveStatMention(legacyScalars: false).IsIn(Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("cpu_used")]
    [InlineData("cpu_using")]
    [InlineData("mem_max_bytes")]
    [InlineData("mem_cur_bytes")]
    [InlineData("net_rx_bytes")]
    [InlineData("net_tx_bytes")]
    [InlineData("io_read_bytes")]
    [InlineData("io_write_bytes")]
    [InlineData("io_max_scratch_size")]
    [InlineData("io_cur_scratch_size")]
    public void Legacy_scalars_are_noticed_only_when_they_are_on(string field)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"query": "{ legacy_compute_session(sess_id: 1) { {{field}} } }"}""");

        Assert.True(new LiveStatMention(legacyScalars: true).IsIn(body));
        Assert.False(new LiveStatMention(legacyScalars: false).IsIn(body));
    }
}
