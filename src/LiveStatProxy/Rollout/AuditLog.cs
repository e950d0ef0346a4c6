namespace LiveStatProxy.Rollout;

/// <summary>A change of the rollout: who changed what, when, from what to what.</summary>
public sealed record AuditEntry(DateTimeOffset At, string What, string Who, string From, string To);

/// <summary>Writes down every change of the rollout, as log lines of its own category, and keeps the latest for the API.</summary>
public sealed partial class AuditLog(TimeProvider time, ILogger<AuditLog> logger)
{
    private const int Kept = 20;

    private readonly Lock _turn = new();
    private readonly Queue<AuditEntry> _latest = new(Kept);

    /// <summary>The latest changes, the newest last.</summary>
    public IReadOnlyList<AuditEntry> Latest
    {
        get
        {
            lock (_turn)
            {
                return [.. _latest];
            }
        }
    }

    /// <summary>Writes a change down.</summary>
    /// <param name="what">What was changed.</param>
    /// <param name="who">Who did it: an address, a file, or a part of the proxy.</param>
    /// <param name="from">What it was.</param>
    /// <param name="to">What it is now.</param>
    public void Write(string what, string who, string from, string to)
    {
        var entry = new AuditEntry(time.GetUtcNow(), what, who, from, to);
        LogChange(logger, what, who, entry.At, from, to);
        lock (_turn)
        {
            if (_latest.Count == Kept)
            {
                _latest.Dequeue();
            }

            _latest.Enqueue(entry);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Audit: {What} changed by {Who} at {At:O}, from \"{From}\" to \"{To}\"")]
    private static partial void LogChange(ILogger logger, string what, string who, DateTimeOffset at, string from, string to);
}
