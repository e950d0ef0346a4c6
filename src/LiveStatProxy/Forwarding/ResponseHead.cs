using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace LiveStatProxy.Forwarding;

/// <summary>Writes the response's head for the client: end-to-end fields as the manager sent them. YARP has copied the status.</summary>
/// <param name="stopping">Set once the program is told to stop: clients are asked to connect anew, elsewhere, for their next request.</param>
internal sealed class ResponseHead(CancellationToken stopping) : ResponseTransform
{
    /// <inheritdoc/>
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } answer)
        {
            return ValueTask.CompletedTask;
        }

        var headers = context.HttpContext.Response.Headers;
        var connectionOptions = Values(answer.Headers.NonValidated, HeaderNames.Connection);
        Copy(answer.Headers.NonValidated, headers, connectionOptions);
        Copy(answer.Content.Headers.NonValidated, headers, connectionOptions);
        if (!MayHaveLength(answer))
        {
            headers.ContentLength = null;
        }

        if (stopping.IsCancellationRequested && answer.StatusCode is not HttpStatusCode.SwitchingProtocols)
        {
            headers.Connection = "close";
        }

        context.HeadersCopied = true;
        return ValueTask.CompletedTask;
    }

    // Transfer-Encoding overrides a Content-Length, which must not be passed on then (RFC 9112, section 6.3); the others have no content.
    private static bool MayHaveLength(HttpResponseMessage answer) =>
        !answer.Headers.NonValidated.Contains(HeaderNames.TransferEncoding) && (int)answer.StatusCode is >= 200 and not 204 and not 205;

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, StringValues connectionOptions)
    {
        foreach (var field in from)
        {
            if (!HopByHop.Includes(field.Key, connectionOptions))
            {
                to[field.Key] = ToStringValues(field.Value);
            }
        }
    }

    private static StringValues Values(HttpHeadersNonValidated headers, string name) =>
        headers.TryGetValues(name, out var values) ? ToStringValues(values) : StringValues.Empty;

    private static StringValues ToStringValues(HeaderStringValues values) =>
        values.Count == 1 ? values.ToString() : values.ToArray();
}
