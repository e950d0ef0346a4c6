using LiveStatProxy.Configuration;
using LiveStatProxy.Core.Outcomes;
using LiveStatProxy.Rollout;
using LiveStatProxy.Rollout.Holds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LiveStatProxy.Tests.Rollout;

public sealed class RolloutHoldsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livestat-test-");
    private readonly FakeTimeProvider _time = new();
    private readonly AuditLog _audit;

    public RolloutHoldsTests() => _audit = new AuditLog(_time, NullLogger<AuditLog>.Instance);

    private string StateFile => Path.Combine(_folder.FullName, "state.json");

    [Fact]
    public void What_holds_outlives_a_restart()
    {
        Assert.True(Start().Kill("192.0.2.1", "exercise"));

        var restarted = Start();
        Assert.Equal(OutcomeReason.Killed, restarted.Current.Refusal);
        Assert.Equal(("192.0.2.1", "exercise"), (restarted.Current.Kill?.By, restarted.Current.Kill?.Why));
        Assert.True(restarted.Trip("too many fallbacks"));

        var again = Start();
        Assert.Equal("too many fallbacks", again.Current.Guardrail?.Why);
        Assert.True(again.Arm("192.0.2.2"));

        Assert.Null(Start().Current.Refusal);
    }

    [Fact]
    public void Without_a_state_file_a_restart_forgets()
    {
        Assert.True(Start(stateFile: null).Kill("192.0.2.1", "exercise"));

        Assert.Null(Start(stateFile: null).Current.Refusal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"kill": 1}""")]
    public void A_state_file_that_cannot_be_read_is_a_mistake_and_not_an_armed_rollout(string content)
    {
        File.WriteAllText(StateFile, content);
        var mistakes = new ConfigurationMistakes();

        new HoldFile(StateFile).Read(mistakes);

        Assert.StartsWith("Rollout:StateFile is", Assert.Single(mistakes.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_file_that_cannot_be_written_is_found_at_start()
    {
        var mistakes = new ConfigurationMistakes();

        new HoldFile(Path.Combine(_folder.FullName, "missing", "state.json")).Read(mistakes);

        Assert.Single(mistakes.Lines);
    }

    [Fact]
    public void A_kill_acts_even_when_it_cannot_be_written_down()
    {
        var holds = Start();
        _folder.Delete(recursive: true);

        var isKept = holds.Kill("192.0.2.1", "exercise");

        _folder.Create();
        Assert.False(isKept);
        Assert.Equal(OutcomeReason.Killed, holds.Current.Refusal);
    }

    [Fact]
    public void The_kill_switch_goes_before_the_guardrail()
    {
        var holds = Start();

        holds.Trip("too slow");
        Assert.Equal(OutcomeReason.Guardrail, holds.Current.Refusal);
        holds.Kill("192.0.2.1", "exercise");
        Assert.Equal(OutcomeReason.Killed, holds.Current.Refusal);
    }

    [Fact]
    public void Every_change_is_in_the_audit_log_once()
    {
        var holds = Start();

        holds.Kill("192.0.2.1", "exercise");
        holds.Kill("192.0.2.9", "again");
        _time.Advance(TimeSpan.FromMinutes(1));
        holds.Arm("192.0.2.2");
        holds.Arm("192.0.2.2");

        Assert.Equal(
        [
            (_time.Start, "192.0.2.1", "armed", "killed (exercise)"),
            (_time.Start + TimeSpan.FromMinutes(1), "192.0.2.2", "killed (exercise)", "armed"),
        ],
        _audit.Latest.Select(entry => (entry.At, entry.Who, entry.From, entry.To)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private RolloutHolds Start() => Start(StateFile);

    private RolloutHolds Start(string? stateFile)
    {
        var mistakes = new ConfigurationMistakes();
        var file = new HoldFile(stateFile);
        var atStart = file.Read(mistakes);
        Assert.Empty(mistakes.Lines);
        return new RolloutHolds(
            atStart, file, _audit, global::Prometheus.Metrics.NewCustomRegistry(), _time, NullLogger<RolloutHolds>.Instance);
    }
}
