using System.Net;
using System.Net.Sockets;

namespace LiveStatProxy.Demo.Hosting;

/// <summary>Ports of loopback.</summary>
internal static class FreePort
{
    /// <summary>A port that was free just now, for programs that cannot choose one themselves.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whether something listens on <paramref name="port"/> already.</summary>
    public static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
