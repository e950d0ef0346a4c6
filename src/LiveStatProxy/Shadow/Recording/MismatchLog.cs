using LiveStatProxy.Core.Comparison;

namespace LiveStatProxy.Shadow.Recording;

/// <summary>Logs mismatches, so many a minute of each metric and field; the next line tells how many were held back.</summary>
public sealed partial class MismatchLog(ShadowOptions options, ShadowMetrics metrics, TimeProvider time, ILogger<MismatchLog> logger)
{
    private readonly Dictionary<FieldKey, Budget> _budgets = [];
    private readonly Lock _turn = new();

    /// <summary>Logs a mismatch, or counts it as held back.</summary>
    /// <param name="key">Its metric and field, folded: by these the rate is limited.</param>
    /// <param name="record">The mismatch.</param>
    public void Write(FieldKey key, ComparisonRecord record)
    {
        if (TrySpend(key, out var heldBack))
        {
            LogMismatch(
                logger, record.Kind?.Word(), record.Kernel, record.Metric, record.Field, record.Manager, record.Prometheus,
                record.Difference, record.Allowed, record.Operation, record.Caller, heldBack);
        }
        else
        {
            metrics.CountHeldBack();
        }
    }

    private bool TrySpend(FieldKey key, out int heldBack)
    {
        lock (_turn)
        {
            var now = time.GetTimestamp();
            if (!_budgets.TryGetValue(key, out var budget))
            {
                _budgets[key] = budget = new Budget { Since = now };
            }

            if (time.GetElapsedTime(budget.Since, now) >= TimeSpan.FromMinutes(1))
            {
                (budget.Since, budget.Spent) = (now, 0);
            }

            if (budget.Spent >= options.LogsPerMinute)
            {
                heldBack = ++budget.HeldBack;
                return false;
            }

            budget.Spent++;
            heldBack = budget.HeldBack;
            budget.HeldBack = 0;
            return true;
        }
    }

    private sealed class Budget
    {
        public long Since { get; set; }

        public int Spent { get; set; }

        public int HeldBack { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "ShadowMismatch", Message =
        "Shadow mismatch of {Kind}: kernel {Kernel}, metric {Metric}, field {Field}: the manager has {Manager}, Prometheus {Prometheus} (difference {Difference}, "
        + "allowed {Allowed}); operation {Operation}, caller {Caller}. {HeldBack} more were held back since the last line like this.")]
    private static partial void LogMismatch(
        ILogger logger, string? kind, Guid kernel, string metric, string field, string? manager, string? prometheus,
        double? difference, double? allowed, string? operation, string? caller, int heldBack);
}
