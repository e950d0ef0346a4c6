namespace LiveStatProxy.Listeners;

/// <summary>The two places where the program listens; each named as its endpoint in <c>Kestrel:Endpoints</c>.</summary>
public enum Listener
{
    /// <summary>Where clients connect: everything here goes to the manager.</summary>
    Proxy,

    /// <summary>Where operators connect: metrics, health, the JSON API and the dashboard.</summary>
    Admin,
}
