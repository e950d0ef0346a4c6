namespace LiveStatProxy.Tests.Forwarding;

/// <summary>Answers of the manager that must reach the client as they are, on any path and on a GraphQL path.</summary>
public static class ResponseCases
{
    private const string Date = "Date: Wed, 01 May 2024 00:00:00 GMT";

    public static TheoryData<string, string, string> All
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var path in (string[])["/anything", "/admin/gql"])
            {
                foreach (var (name, method, status, fields, body) in Cases)
                {
                    data.Add(
                        $"{name} {path}",
                        $"{method} {path} HTTP/1.1\r\nHost: m\r\n{(method == "POST" ? "Content-Length: 2\r\n" : "")}\r\n{(method == "POST" ? "{}" : "")}",
                        $"HTTP/1.1 {status}\r\n{string.Concat(fields.Append(Date).Select(line => $"{line}\r\n"))}\r\n{body}");
                }
            }

            return data;
        }
    }

    private static IEnumerable<(string Name, string Method, string Status, string[] Fields, string Body)> Cases =>
    [
        ("plain", "GET", "200 OK", ["Content-Length: 2", "Content-Type: text/plain"], "ok"),
        ("to a POST", "POST", "200 OK", ["Content-Length: 2", "Content-Type: application/json"], "{}"),
        ("without a type", "GET", "200 OK", ["Content-Length: 2"], "ok"),
        ("empty", "GET", "200 OK", ["Content-Length: 0"], ""),
        ("created", "POST", "201 Created", ["Content-Length: 0", "Location: /x"], ""),
        ("no content", "GET", "204 No Content", [], ""),
        ("not modified", "GET", "304 Not Modified", ["ETag: \"e\"", "Cache-Control: no-cache"], ""),
        ("not modified, with length", "GET", "304 Not Modified", ["ETag: W/\"e\"", "Content-Length: 77"], ""),
        ("redirect", "GET", "302 Found", ["Location: http://elsewhere.example/%7e?a=b#c", "Content-Length: 0"], ""),
        ("permanent redirect", "POST", "308 Permanent Redirect", ["Location: //other", "Content-Length: 0"], ""),
        ("bad request", "POST", "400 Bad Request", ["Content-Length: 5", "Content-Type: application/problem+json"], "{\"a\":"),
        ("unauthorized", "GET", "401 Unauthorized", ["WWW-Authenticate: Basic realm=\"a, b\"", "WWW-Authenticate: BackendAI", "Content-Length: 0"], ""),
        ("proxy authentication", "GET", "407 Proxy Authentication Required", ["Proxy-Authenticate: Basic", "Content-Length: 0"], ""),
        ("unusual status and phrase", "GET", "471 Something else: entirely", ["Content-Length: 1"], "x"),
        ("no phrase", "GET", "299 ", ["Content-Length: 1"], "x"),
        ("server error", "POST", "500 Internal Server Error", ["Content-Length: 4", "Content-Type: text/html"], "<h1>"),
        ("manager's own 502", "GET", "502 Bad Gateway", ["Content-Length: 3"], "bad"),
        ("manager's own 503", "GET", "503 Service Unavailable", ["Retry-After: 5", "Content-Length: 0"], ""),
        ("highest status", "GET", "599 Odd", ["Content-Length: 0"], ""),
        ("cookies", "GET", "200 OK", ["Set-Cookie: a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "Set-Cookie: b=\"2\"", "Set-Cookie: a=1",
            "Content-Length: 0"], ""),
        ("repeated fields", "GET", "200 OK", ["X-A: 1", "Vary: Accept", "X-A: 2, 3", "Vary: Origin", "X-A: ", "Content-Length: 0"], ""),
        ("its server", "GET", "200 OK", ["Server: Python/3.12 aiohttp/3.9", "Content-Length: 0"], ""),
        ("empty value", "GET", "200 OK", ["X-Empty: ", "Content-Length: 0"], ""),
        ("bytes beyond ASCII", "GET", "200 OK", ["X-Latin: \u00e9", "X-Utf8: \u00e2\u0082\u00ac", "Content-Length: 0"], ""),
        ("other services", "GET", "200 OK", ["Alt-Svc: h3=\":443\"", "Strict-Transport-Security: max-age=1", "Via: 1.1 x", "Content-Length: 0"], ""),
        ("compressed", "GET", "200 OK", ["Content-Encoding: gzip", "Content-Length: 3"], "\u001f\u008b\u0008"),
        ("compressed to a POST", "POST", "200 OK", ["Content-Encoding: br", "Transfer-Encoding: chunked"], "2\r\n\u0001\u00ff\r\n0\r\n\r\n"),
        ("range", "GET", "206 Partial Content", ["Content-Range: bytes 0-1/5", "Accept-Ranges: bytes", "Content-Length: 2"], "ab"),
        ("unsatisfiable range", "GET", "416 Range Not Satisfiable", ["Content-Range: bytes */5", "Content-Length: 0"], ""),
        ("chunked", "GET", "200 OK", ["Transfer-Encoding: chunked", "Content-Type: a/b"], "5\r\nhello\r\n3;x=y\r\n,it\r\n0\r\n\r\n"),
        ("trailers", "GET", "200 OK", ["Transfer-Encoding: chunked", "Trailer: X-Sum, X-Twice"],
            "2\r\nok\r\n0\r\nX-Sum: 1\r\nX-Twice: a\r\nX-Twice: b\r\n\r\n"),
        ("trailers of an empty body", "POST", "200 OK", ["Transfer-Encoding: chunked", "Trailer: X-Sum"], "0\r\nX-Sum: 1\r\n\r\n"),
        ("head", "HEAD", "200 OK", ["Content-Length: 123", "Content-Type: a/b"], ""),
        ("head without length", "HEAD", "404 Not Found", [], ""),
        ("fields of content", "GET", "200 OK", ["Content-Language: de", "Content-Language: en", "Content-Disposition: attachment; filename=\"\u00e9\"",
            "Last-Modified: never", "Expires: 0", "Allow: GET, X", "Content-Location: /y", "Content-MD5: ?", "Content-Length: 1"], "x"),
        ("odd dates", "GET", "200 OK", ["Age: old", "Expires: Tuesday", "Content-Length: 0"], ""),
        ("digits in a repeated value", "GET", "200 OK", ["X-List: 1,2 , 3", "Content-Length: 0"], ""),
    ];
}
