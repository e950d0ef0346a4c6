using Prometheus;

namespace LiveStatProxy.Rollout.Holds;

/// <summary>What holds everyone on the manager: the kill switch and a broken guardrail. A change acts from the next request on.</summary>
public sealed partial class RolloutHolds
{
    private readonly HoldFile _file;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private readonly ILogger<RolloutHolds> _logger;
    private readonly Gauge _gauge;
    private readonly Lock _turn = new();
    private volatile HoldState _current;

    /// <summary>Begins with what held when the program stopped.</summary>
    public RolloutHolds(HoldState atStart, HoldFile file, AuditLog audit, CollectorRegistry registry, TimeProvider time, ILogger<RolloutHolds> logger)
    {
        _file = file;
        _audit = audit;
        _time = time;
        _logger = logger;
        _gauge = Metrics.WithCustomRegistry(registry).CreateGauge(
            "livestat_held", "1 while everyone is held on the manager, by the kill switch or the guardrail.", "by");
        _current = atStart;
        Show(atStart);
        if (atStart.Refusal is not null)
        {
            LogStillHeld(logger, atStart);
        }
    }

    /// <summary>What holds now.</summary>
    public HoldState Current => _current;

    /// <summary>Throws the kill switch. Done twice, the first one counts.</summary>
    /// <returns>Whether the change outlives a restart, as far as that was asked for.</returns>
    public bool Kill(string who, string why) =>
        Change(who, state => state with { Kill = state.Kill ?? new Hold(_time.GetUtcNow(), who, why) });

    /// <summary>Notes that the guardrail is broken.</summary>
    /// <returns>As <see cref="Kill"/>.</returns>
    public bool Trip(string why) =>
        Change("guardrail", state => state with { Guardrail = state.Guardrail ?? new Hold(_time.GetUtcNow(), "guardrail", why) });

    /// <summary>Takes everything back.</summary>
    /// <returns>As <see cref="Kill"/>.</returns>
    public bool Arm(string who) => Change(who, _ => HoldState.None);

    private bool Change(string who, Func<HoldState, HoldState> change)
    {
        lock (_turn)
        {
            var (before, after) = (_current, change(_current));
            _current = after;
            Show(after);
            if (before != after)
            {
                _audit.Write("rollout", who, before.ToString(), after.ToString());
            }

            return TryKeep(after);
        }
    }

    private bool TryKeep(HoldState state)
    {
        try
        {
            _file.Write(state);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotKept(_logger, state, fault.Message);
            return false;
        }
    }

    private void Show(HoldState state)
    {
        _gauge.WithLabels("kill").Set(state.Kill is null ? 0 : 1);
        _gauge.WithLabels("guardrail").Set(state.Guardrail is null ? 0 : 1);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The rollout is still {State}, as it was when the program stopped: everyone gets the manager's values. Take it back with POST /api/rollout/arm.")]
    private static partial void LogStillHeld(ILogger logger, HoldState state);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rollout is now {State}, but Rollout:StateFile could not be written ({Fault}): a restart will forget it. Mend the file's place and repeat the call.")]
    private static partial void LogNotKept(ILogger logger, HoldState state, string fault);
}
