using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace LiveStatProxy.Forwarding;

/// <summary>Writes the request's head for the manager: target and end-to-end fields as the client sent them.</summary>
internal sealed class RequestHead(ManagerOptions options) : RequestTransform
{
    /// <inheritdoc/>
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        RefuseUnknownCoding(context.HttpContext.Request);
        var rawTarget = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        context.ProxyRequest.RequestUri = RequestTarget.At(context.DestinationPrefix, rawTarget);
        WireEditing.Note(context.ProxyRequest, context.HttpContext, rawTarget);
        CopyFields(context);
        context.HeadersCopied = true;

        // A Host that HttpClient can't read would stand in the request beside one of its own.
        if (context.HttpContext.Request.Host.HasValue && context.ProxyRequest.Headers.Host is null)
        {
            throw new NotSupportedException("The Host header is not a host name.");
        }

        return ValueTask.CompletedTask;
    }

    // Another coding than chunked would have to be passed on, which HttpClient can't (RFC 9112, section 6.1).
    private static void RefuseUnknownCoding(HttpRequest request)
    {
        if (request.Headers.TransferEncoding is { Count: > 0 } coding && !coding.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException("The transfer coding is not chunked.");
        }
    }

    private void CopyFields(RequestTransformContext context)
    {
        var request = context.HttpContext.Request;
        var connectionOptions = request.Headers.Connection;
        var hasLines = HasLines(context.ProxyRequest);
        List<KeyValuePair<string, StringValues>>? bodiless = null;

        foreach (var field in request.Headers)
        {
            if (HopByHop.Includes(field.Key, connectionOptions)
                || IsEmptyHost(field)
                || (options.ForwardedHeaders is not ForwardedHeadersMode.Off && ForwardedHeaders.Include(field.Key)))
            {
                continue;
            }

            if (hasLines && IsOfMissingBody(context.ProxyRequest, request, field.Key))
            {
                (bodiless ??= []).Add(field);
                continue;
            }

            AddHeader(context, field.Key, hasLines && IsRepeated(request, field) ? FieldLines.Join(field.Key, field.Value) : field.Value);
        }

        AddAcceptsTrailers(context);
        if (options.ForwardedHeaders is not ForwardedHeadersMode.Off)
        {
            foreach (var (name, value) in ForwardedHeaders.Of(request, options.ForwardedHeaders))
            {
                AddHeader(context, name, value);
            }
        }

        if (bodiless is not null)
        {
            AddLines(context, bodiless);
        }
    }

    private static bool IsEmptyHost(KeyValuePair<string, StringValues> field) =>
        StringValues.IsNullOrEmpty(field.Value) && field.Key.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase);

    // Of HTTP/2 requests the connection, and so the version, may turn out to be HTTP/1.1 only when the head has been written.
    private static bool HasLines(HttpRequestMessage request) =>
        request.Version.Major == 1 && request.VersionPolicy is not HttpVersionPolicy.RequestVersionOrHigher;

    // An HTTP/2 client may split its cookies for compression; they are one line again in HTTP/1.1 (RFC 9113, section 8.2.3).
    private static bool IsRepeated(HttpRequest request, KeyValuePair<string, StringValues> field) =>
        field.Value.Count > 1 && (HttpProtocol.IsHttp11(request.Protocol) || !field.Key.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase));

    // With such a field HttpClient wants a body, and would add Content-Length: 0 to a GET that has a Content-Type.
    private static bool IsOfMissingBody(HttpRequestMessage proxyRequest, HttpRequest request, string name) =>
        proxyRequest.Content is null
        && request.ContentLength is null
        && (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            || name.Equals(HeaderNames.Allow, StringComparison.OrdinalIgnoreCase)
            || name.Equals(HeaderNames.Expires, StringComparison.OrdinalIgnoreCase)
            || name.Equals(HeaderNames.LastModified, StringComparison.OrdinalIgnoreCase));

    private static void AddAcceptsTrailers(RequestTransformContext context)
    {
        if (!HopByHop.HasToken(context.HttpContext.Request.Headers.TE, "trailers"))
        {
            return;
        }

        AddHeader(context, HeaderNames.TE, "trailers");
        if (context.ProxyRequest.Version.Major == 1)
        {
            AddHeader(context, HeaderNames.Connection, HeaderNames.TE);
        }
    }

    // Any field can carry the lines but those that HttpClient interprets.
    private static void AddLines(RequestTransformContext context, List<KeyValuePair<string, StringValues>> fields)
    {
        var carrier = context.ProxyRequest.Headers.NonValidated.Select(header => header.Key).FirstOrDefault(IsPlain);
        if (carrier is null)
        {
            fields.ForEach(field => AddHeader(context, field.Key, field.Value));
            return;
        }

        var value = TakeHeader(context, carrier).ToString();
        fields.ForEach(field => value = FieldLines.Append(value, field.Key, field.Value));
        AddHeader(context, carrier, value);
    }

    private static bool IsPlain(string name) =>
        !name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)
        && !name.Equals(HeaderNames.Connection, StringComparison.OrdinalIgnoreCase)
        && !name.Equals(HeaderNames.Expect, StringComparison.OrdinalIgnoreCase)
        && !name.Equals(HeaderNames.TE, StringComparison.OrdinalIgnoreCase)
        && !name.Equals(HeaderNames.Cookie, StringComparison.OrdinalIgnoreCase);
}
