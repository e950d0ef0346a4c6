namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Requests that must reach the manager as they are, on any path and on a GraphQL path.</summary>
public static class RequestCases
{
    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var path in (string[])["/anything", "/admin/gql"])
            {
                foreach (var (name, method, fields, body) in Cases)
                {
                    data.Add($"{name} {path}", $"{method} {path} HTTP/1.1\r\n{string.Concat(fields.Select(line => $"{line}\r\n"))}\r\n{body}");
                }
            }

            return data;
        }
    }

    private static IEnumerable<(string Name, string Method, string[] Fields, string Body)> Cases =>
    [
        ("plain", "GET", ["Host: m"], ""),
        ("host with port", "GET", ["Host: Manager.Example:8091"], ""),
        ("host of an address", "GET", ["Host: [::1]:80"], ""),
        ("odd host", "GET", ["Host: my_manager-1."], ""),
        ("unusual method", "PROPFIND", ["Host: m", "Depth: 1", "Content-Length: 3"], "<a>"),
        ("invented method", "X-do_it!", ["Host: m", "Content-Length: 0"], ""),
        ("signed", "GET", ["Host: m", "Date: 2024-05-01T00:00:00.123456+00:00", "Content-Type: application/json", "X-BackendAI-Version: v8.20240315",
            "Authorization: BackendAI signMethod=HMAC-SHA256, credential=AKIA:0123abcd"], ""),
        ("odd date", "GET", ["Host: m", "Date: yesterday", "If-Modified-Since: never", "Expires: soon"], ""),
        ("cookies", "GET", ["Host: m", "Cookie: a=1; b=\"2\"; c=", "Cookie: d=4"], ""),
        ("repeated fields", "GET", ["Host: m", "X-Tag: one", "Accept: text/html, */*;q=0.1", "X-Tag: two, three", "Accept: application/json", "X-Tag: "], ""),
        ("empty values", "GET", ["Host: m", "X-Empty: ", "Accept:", "User-Agent: ", "X-After: 1"], ""),
        ("bytes beyond ASCII", "GET", ["Host: m", "X-Latin: caf\u00e9", "X-Utf8: \u00e2\u0082\u00ac", "User-Agent: \u00ff"], ""),
        ("not sorted, quoted, spaced", "GET", ["Host: m", "X-Quoted: \"a, b\",  c ;d", "Accept-Encoding: gzip, br;q=0.5", "TE-Like: trailers"], ""),
        ("secure upgrade wish", "GET", ["Host: m", "Upgrade-Insecure-Requests: 1", "Alt-Svc: h3=\":443\"", "Proxy-Authorization: Basic eA=="], ""),
        ("forwarded as it came", "GET", ["Host: m", "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "X-Forwarded-Host: h",
            "X-Forwarded-URL: https://u/p", "Forwarded: for=192.0.2.1", "Via: 1.1 front"], ""),
        ("trace context", "GET", ["Host: m", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate: a=b", "baggage: k=v",
            "Request-Id: |1.2"], ""),
        ("conditional range", "GET", ["Host: m", "Range: bytes=0-1,5-", "If-Range: \"e\"", "If-None-Match: W/\"x\", *"], ""),
        ("body with length", "POST", ["Host: m", "Content-Type: text/plain;  charset=UTF-8", "Content-Length: 5"], "hello"),
        ("empty body with length", "POST", ["Host: m", "Content-Type: application/json", "Content-Length: 0"], ""),
        ("empty GET with length", "GET", ["Host: m", "Content-Length: 0"], ""),
        ("body on GET", "GET", ["Host: m", "Content-Length: 2"], "{}"),
        ("body on DELETE", "DELETE", ["Host: m", "Content-Type: a/b", "Content-Length: 2"], "{}"),
        ("chunked body", "POST", ["Host: m", "Transfer-Encoding: chunked", "Content-Type: a/b"], "5\r\nhello\r\n3;ext=1\r\n,it\r\n0\r\n\r\n"),
        ("trailers", "POST", ["Host: m", "Transfer-Encoding: chunked", "Trailer: X-Sum"], "5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-Late: a\r\nX-Late: \u00e9\r\n\r\n"),
        ("empty chunked body", "PUT", ["Host: m", "Transfer-Encoding: chunked"], "0\r\n\r\n"),
        ("fields of content", "POST", ["Host: m", "Content-Encoding: gzip", "Content-Language: de", "Content-Language: en", "Content-MD5: x",
            "Content-Disposition: form-data; name=\"f\"", "Content-Location: /l", "Allow: GET", "Last-Modified: then", "Content-Length: 1"], "\u001f"),
        ("fields of content without body", "OPTIONS", ["Host: m", "Origin: null", "Content-Language: de", "Content-Language: en", "Allow: GET"], ""),
    ];
}
