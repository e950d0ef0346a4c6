namespace LiveStatProxy.Rollout;

/// <summary>The variants of the flag <c>LiveStat</c>.</summary>
public enum LiveStatVariant
{
    /// <summary>The manager's own values; the operation goes through as it came.</summary>
    Manager,

    /// <summary>The manager's own values, compared with Prometheus' on the side.</summary>
    Shadow,

    /// <summary>Values from Prometheus.</summary>
    Prometheus,
}
