using LiveStatProxy.Configuration;

namespace LiveStatProxy.Shutdown;

/// <summary>Section <c>Shutdown</c>: how the program ends when it is told to (SIGTERM).</summary>
public sealed record ShutdownOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Shutdown";

    /// <summary>
    /// How long new requests are still taken, so that load balancers see that the program is not ready, and clients, told so with each
    /// response, open their next connection elsewhere. Default 1 s.
    /// </summary>
    [Duration("00:00:00", "00:10:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests under way and WebSockets then have to end; beyond it they are cut. Default 30 s.</summary>
    [Duration("00:00:00", "24.00:00:00")]
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(30);
}
