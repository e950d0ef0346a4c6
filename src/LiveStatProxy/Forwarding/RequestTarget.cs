namespace LiveStatProxy.Forwarding;

/// <summary>The request target as the client wrote it, which the manager's signature covers byte for byte.</summary>
internal static class RequestTarget
{
    /// <summary>The request target of <c>OPTIONS *</c>, which is about the server and not about a resource; <see cref="WireEdit"/> writes it.</summary>
    public const string Asterisk = "*";

    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The address of <paramref name="rawTarget"/> at the manager: nothing unescaped, escaped, collapsed or cut off.</summary>
    /// <param name="destinationPrefix">The manager's address, which may have a base path.</param>
    /// <param name="rawTarget">The target in origin-form, absolute-form or asterisk-form (RFC 9112, section 3.2).</param>
    public static Uri At(string destinationPrefix, string rawTarget) => rawTarget == Asterisk
        ? new Uri(new Uri(destinationPrefix), "/*")
        : new Uri(string.Concat(destinationPrefix.AsSpan().TrimEnd('/'), ToOriginForm(rawTarget)), Verbatim);

    private static string ToOriginForm(string rawTarget)
    {
        if (rawTarget.StartsWith('/'))
        {
            return rawTarget;
        }

        var authority = rawTarget.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
        {
            return $"/{rawTarget}";
        }

        var end = rawTarget.AsSpan(authority + 3).IndexOfAny('/', '?');
        return end < 0 ? "/" : rawTarget[authority + 3 + end] == '/' ? rawTarget[(authority + 3 + end)..] : $"/{rawTarget[(authority + 3 + end)..]}";
    }
}
