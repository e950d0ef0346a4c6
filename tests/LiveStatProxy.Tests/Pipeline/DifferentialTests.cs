using CsCheck;
using LiveStatProxy.Core.Outcomes;

namespace LiveStatProxy.Tests.Pipeline;

/// <summary>Rules that hold for every operation, tried on many.</summary>
public class DifferentialTests(GateWorld gate) : IClassFixture<GateWorld>
{
    private const int Operations = 300;

    [Fact]
    public async Task In_mode_Manager_every_answer_is_the_managers_byte_for_byte()
    {
        await new OperationGenerator(gate.World.World).Operations.SampleAsync(
            async operation =>
            {
                var direct = await gate.InModeManager.SendDirectlyAsync(operation.Query, operation.Variables);
                var proxied = await gate.InModeManager.SendAsync(operation.Query, operation.Variables);

                Assert.Equal((direct.Status, direct.Text), (proxied.Status, proxied.Text));
            },
            iter: Operations, threads: 1);
    }

    [Fact]
    public async Task In_mode_Prometheus_every_answer_is_the_managers_but_for_the_statistics()
    {
        var results = new Dictionary<string, int>();
        await new OperationGenerator(gate.World.World).Operations.SampleAsync(
            async operation =>
            {
                var direct = await gate.InModePrometheus.SendDirectlyAsync(operation.Query, operation.Variables);
                var proxied = await gate.InModePrometheus.SendAsync(operation.Query, operation.Variables);

                Assert.Equal(direct.WithoutStatistics, proxied.WithoutStatistics);
                var result = proxied.Result!.Split("; kernels")[0];
                results[result] = results.GetValueOrDefault(result) + 1;
            },
            iter: Operations, threads: 1);

        // The generator must reach what it is for.
        Assert.InRange(results.GetValueOrDefault($"source=prometheus; reason={OutcomeReason.Translated.Describe().Word}"), Operations / 20, Operations);
        TestContext.Current.SendDiagnosticMessage(string.Join(", ", results.Select(entry => $"{entry.Key}: {entry.Value}")));
    }
}
