using LiveStatProxy.Demo.Manager.Schema;
using Microsoft.AspNetCore.Http;

namespace LiveStatProxy.Tests.Pipeline;

public class MutationFaultTests(GateWorld gate) : IClassFixture<GateWorld>
{
    private const string Mutation = """
        mutation M($id: GlobalIDField!) {
          modify_compute_session(input: {id: $id, name: "n"}) { item { kernel_nodes { edges { node { live_stat id } } } } }
        }
        """;

    [Fact]
    public async Task A_mutation_whose_answer_breaks_off_is_not_sent_again_and_breaks_off()
    {
        gate.World.Manager.ForgetRequests();
        gate.World.Manager.Behaviour.Intercept = async (_, context) =>
        {
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("{\"data\": {", context.RequestAborted);
            return true;
        };
        try
        {
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => SendAsync());
            Assert.Single(gate.World.Manager.Requests);
        }
        finally
        {
            gate.World.Manager.Behaviour.Intercept = null;
        }
    }

    [Fact]
    public async Task A_mutations_answer_that_cannot_be_scanned_is_passed_on()
    {
        gate.World.Manager.ForgetRequests();
        gate.World.Manager.Behaviour.Intercept = async (_, context) =>
        {
            await context.Response.WriteAsync("<html>oops</html>", context.RequestAborted);
            return true;
        };
        try
        {
            var answer = await SendAsync();

            Assert.Equal("<html>oops</html>", answer.Text);
            Assert.Equal("source=manager; reason=answer-unusable", answer.Result);
            Assert.Single(gate.World.Manager.Requests);
        }
        finally
        {
            gate.World.Manager.Behaviour.Intercept = null;
        }
    }

    private Task<GateAnswer> SendAsync() =>
        gate.InModePrometheus.SendAsync(Mutation, new { id = GlobalId.Of("ComputeSessionNode", gate.World.World.Sessions[0].Id) });
}
