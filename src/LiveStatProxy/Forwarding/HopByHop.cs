using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LiveStatProxy.Forwarding;

/// <summary>Which fields belong to one connection and not to the message (RFC 9110, section 7.6.1).</summary>
/// <remarks>YARP's own list is not used: it withholds end-to-end fields too, such as Upgrade-Insecure-Requests.</remarks>
internal static class HopByHop
{
    private static readonly FrozenSet<string> Always = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Connection,
        HeaderNames.KeepAlive,
        HeaderNames.ProxyConnection,
        HeaderNames.TE,
        HeaderNames.TransferEncoding,
        HeaderNames.Upgrade,
        "HTTP2-Settings");

    /// <summary>Whether <paramref name="name"/> is a connection's field: by itself (HTTP/2's pseudo fields, too), or because a Connection field names it.</summary>
    /// <param name="name">The field's name.</param>
    /// <param name="connectionOptions">The Connection field's values.</param>
    public static bool Includes(string name, StringValues connectionOptions) =>
        name.StartsWith(':') || Always.Contains(name) || (connectionOptions.Count > 0 && IsNamedBy(connectionOptions, name));

    /// <summary>Whether a list of tokens (Connection, TE) has <paramref name="token"/>.</summary>
    public static bool HasToken(StringValues list, string token)
    {
        foreach (var line in list)
        {
            foreach (var item in line.AsSpan().Split(','))
            {
                if (line.AsSpan(item).Trim().Equals(token, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The message could not be read without these two, whatever a client's Connection field says.
    private static bool IsNamedBy(StringValues connectionOptions, string name) =>
        !Is(name, HeaderNames.Host) && !Is(name, HeaderNames.ContentLength) && HasToken(connectionOptions, name);

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
