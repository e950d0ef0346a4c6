namespace LiveStatProxy.Admin;

/// <summary>
/// Refuses changes that a web page of someone else makes an operator's browser send. Browsers name the page's origin with every POST; programs such as curl
/// don't, and are let through.
/// </summary>
/// <remarks>
/// That origin and Host agree is not enough under a name that is not known: a page may point its own name to this address (DNS rebinding). Hence an
/// IP address, localhost, or an origin in <see cref="AdminOptions.Origins"/>.
/// </remarks>
public sealed class SameOriginFilter(AdminOptions options) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return IsTrusted(context.HttpContext.Request)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Problem(
                "Another site's page may not change the rollout. Name its origin in Admin:Origins if it may, or use a program such as curl.",
                statusCode: StatusCodes.Status403Forbidden));
    }

    private bool IsTrusted(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0)
        {
            return options.Origins.Contains(origin.ToString()) || IsOwn(origin.ToString(), request);
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || uri.Host == "localhost")
        && origin == $"{request.Scheme}://{request.Host}";
}
