using System.Net;
using Microsoft.Extensions.Primitives;

namespace LiveStatProxy.Forwarding;

/// <summary>The X-Forwarded-* headers, which tell the manager who the client is and how it came.</summary>
internal static class ForwardedHeaders
{
    public const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string Host = "X-Forwarded-Host";

    /// <summary>Whether <paramref name="name"/> is one of them.</summary>
    public static bool Include(string name) =>
        name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        && (name.Equals(For, StringComparison.OrdinalIgnoreCase)
            || name.Equals(Proto, StringComparison.OrdinalIgnoreCase)
            || name.Equals(Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>The headers and their values for <paramref name="request"/>, each in one line: the manager reads only the first.</summary>
    public static IEnumerable<(string Name, string Value)> Of(HttpRequest request, ForwardedHeadersMode mode)
    {
        if (Address(request.HttpContext.Connection.RemoteIpAddress) is { } address)
        {
            yield return (For, Extend(request.Headers[For], address, mode));
        }

        yield return (Proto, Extend(request.Headers[Proto], request.Scheme, mode));
        if (request.Host.Value is { Length: > 0 } host)
        {
            yield return (Host, Extend(request.Headers[Host], host, mode));
        }
    }

    private static string Extend(StringValues values, string value, ForwardedHeadersMode mode) =>
        mode is ForwardedHeadersMode.Set || values.Count == 0 ? value : $"{string.Join(", ", values.AsEnumerable())}, {value}";

    // A dual-stack listener sees ::ffff:192.0.2.1 where the manager's allow-lists have 192.0.2.1.
    private static string? Address(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
}
