namespace LiveStatProxy.Core.Comparison;

/// <summary>Which differences a rule expects.</summary>
public enum ExpectedWhen
{
    /// <summary>Any.</summary>
    Any,

    /// <summary>The manager's number is the greater one.</summary>
    ManagerGreater,

    /// <summary>The manager's number is the lesser one.</summary>
    ManagerLess,

    /// <summary>The manager sends <c>null</c>.</summary>
    ManagerNull,

    /// <summary>The manager does not send the field, the metric or the kernel at all.</summary>
    ManagerMissing,

    /// <summary>Prometheus does not have the field, the metric or the kernel.</summary>
    PrometheusMissing,
}

/// <summary>A difference that is known and by design.</summary>
/// <param name="Name">A short name for metrics and reports: <c>null-capacity</c>.</param>
/// <param name="Reason">Why it is expected, for people.</param>
/// <param name="Metrics">The metrics.</param>
/// <param name="Fields">The fields.</param>
/// <param name="When">Which differences.</param>
/// <param name="Until">The last day on which it is expected; null for ever.</param>
public sealed record ExpectedDifference(
    string Name, string Reason, NamePatterns Metrics, NamePatterns Fields, ExpectedWhen When = ExpectedWhen.Any, DateOnly? Until = null)
{
    /// <summary>Whether only single values differ while their mean must not: the two sides look at one thing at different moments.</summary>
    public bool EvensOut { get; init; }

    /// <summary>Whether the mean of differences says nothing where the rule is for a field: the two sides are by design of different size.</summary>
    public bool MovesMean => !EvensOut && When is ExpectedWhen.Any or ExpectedWhen.ManagerGreater or ExpectedWhen.ManagerLess;

    /// <summary>Whether the rule is in force.</summary>
    public bool IsInForce(DateOnly today) => Until is null || today <= Until;

    /// <summary>Whether the rule is for differences of this field.</summary>
    public bool IsFor(string metric, string field) => Metrics.Match(metric) && Fields.Match(field);

    /// <summary>Whether the rule is for this difference.</summary>
    public bool Covers(string metric, string field, FieldValue manager, FieldValue prometheus) =>
        IsFor(metric, field) && When switch
        {
            ExpectedWhen.ManagerGreater => AreNumbers(manager, prometheus) && manager.Number > prometheus.Number,
            ExpectedWhen.ManagerLess => AreNumbers(manager, prometheus) && manager.Number < prometheus.Number,
            ExpectedWhen.ManagerNull => manager.Kind == FieldValueKind.Null,
            ExpectedWhen.ManagerMissing => manager.Kind == FieldValueKind.Missing,
            ExpectedWhen.PrometheusMissing => prometheus.IsAbsent,
            _ => true,
        };

    private static bool AreNumbers(FieldValue manager, FieldValue prometheus) =>
        manager.Kind == FieldValueKind.Number && prometheus.Kind == FieldValueKind.Number;
}
