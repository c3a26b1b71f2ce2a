using static Gatehouse.Conformance.Hostile.HostileCase;

namespace Gatehouse.Conformance.Hostile;

/// <summary>Message framing: smuggling shapes, chunks, pipelines (security §11.1; RFC 9112 §6, §7).</summary>
internal static class HostileFraming
{
    private const string Hidden = "GET /dev/proxy/smuggled HTTP/1.1\r\nHost: nobody\r\n\r\n";
    private const string Next = "GET /dev/proxy/smuggled HTTP/1.1\r\nHost: {{host}}\r\n\r\n";

    public static IEnumerable<HostileCase> Cases =>
    [
        .. Heads().Select(static row => new HostileCase(
            "framing " + row.Name,
            $"POST /dev/proxy/framed HTTP/1.1\r\nHost: {{{{host}}}}\r\n{row.Lines}\r\n\r\n{row.Body}{Next}", "400|411|501|close")
        {
            Lacks = ["smuggled"], Closes = true,
        }),
        .. Chunks().Select(static row => new HostileCase(
            "chunk " + row.Name,
            "POST /dev/proxy/chunk HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: chunked\r\n\r\n" + row.Body + Next,
            "400|close")
        {
            Lacks = ["smuggled"], Closes = true,
        }),
        .. HeaderLines().Select(static row => new HostileCase(
            "header line " + row.Name,
            $"GET /dev/proxy/line HTTP/1.1\r\nHost: {{{{host}}}}\r\n{row.Line}\r\n\r\n", "400") { Lacks = ["line"] }),
        .. Hosts(),
        .. Accepted(),
    ];

    private static IEnumerable<(string Name, string Lines, string Body)> Heads() =>
    [
        ("length and chunked", "Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        ("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 50", "0\r\n\r\n"),
        ("two different lengths", "Content-Length: 1\r\nContent-Length: 2", "ab"),
        ("two equal lengths", "Content-Length: 1\r\nContent-Length: 1", "a"),
        ("a list of lengths", "Content-Length: 1, 1", "a"),
        ("a negative length", "Content-Length: -1", ""),
        ("a hexadecimal length", "Content-Length: 0x1", "a"),
        ("an empty length", "Content-Length:", ""),
        ("a length of words", "Content-Length: one", "a"),
        ("a length beyond 64 bits", "Content-Length: 18446744073709551617", "a"),
        ("a length with an underscore", "Content-Length: 1_0", "0123456789"),
        ("an unknown coding", "Transfer-Encoding: xchunked", "0\r\n\r\n"),
        ("chunked not last", "Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
        ("a coding before chunked", "Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
        ("chunked twice", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
        ("two codings in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "0\r\n\r\n"),
        ("a vertical tab before chunked", "Transfer-Encoding: \vchunked", "0\r\n\r\n"),
        ("a quoted coding", "Transfer-Encoding: \"chunked\"", "0\r\n\r\n"),
        ("a space before the colon", "Transfer-Encoding : chunked", "0\r\n\r\n"),
        ("a folded coding", "Transfer-Encoding:\r\n chunked", "0\r\n\r\n"),
        ("a coding after a bare LF", "X: y\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        ("a coding after a bare CR", "X: y\rTransfer-Encoding: chunked", "0\r\n\r\n"),
    ];

    private static IEnumerable<(string Name, string Body)> Chunks() =>
    [
        ("size with an underscore", "1_\r\na\r\n0\r\n\r\n"),
        ("size with a plus", "+1\r\na\r\n0\r\n\r\n"),
        ("negative size", "-1\r\na\r\n0\r\n\r\n"),
        ("size with a prefix", "0x1\r\na\r\n0\r\n\r\n"),
        ("size of seventeen digits", "00000000000000001\r\na\r\n0\r\n\r\n"),
        ("size that overflows", "fffffffffffffffff\r\na\r\n0\r\n\r\n"),
        ("no size", "\r\na\r\n0\r\n\r\n"),
        ("a word for a size", "zz\r\na\r\n0\r\n\r\n"),
        ("bare LF after the size", "1\na\r\n0\r\n\r\n"),
        ("bare LF in an extension", "1;x\na\r\n0\r\n\r\n"),
        ("more data than announced", "1\r\nab\r\n0\r\n\r\n"),
        ("no line end after the data", "1\r\na0\r\n\r\n"),
        ("a space before the size", " 1\r\na\r\n0\r\n\r\n"),
    ];

    private static IEnumerable<(string Name, string Line)> HeaderLines() =>
    [
        ("with a space before the colon", "X-A : b"),
        ("without a colon", "nonsense"),
        ("folded", "X-A: b\r\n c"),
        ("folded by a tab", "X-A: b\r\n\tc"),
        ("with a NUL", "X-A: b\0c"),
        ("with a NUL in its name", "X\0A: b"),
        ("with a bare CR", "X-A: b\rX-B: c"),
        ("with a bare LF", "X-A: b\nX-B: c"),
        ("without a name", ": b"),
        ("with a space in its name", "X A: b"),
        ("with a bracket in its name", "X(A): b"),
        ("with a control character", "X-A: b\u0001c"),
        ("with a delete character", "X-A: b\u007fc"),
        ("with bytes that are not UTF-8", "X-A: \u00ff\u00fe"),
        ("first with a space", " X-A: b"),
    ];

    private static IEnumerable<HostileCase> Hosts() =>
    [
        new("no host", "GET /dev/proxy/line HTTP/1.1\r\n\r\n", "400"),
        new("an empty host", "GET /dev/proxy/line HTTP/1.1\r\nHost:\r\n\r\n", "400|403|404"),
        new("two hosts", "GET /dev/proxy/line HTTP/1.1\r\nHost: {{host}}\r\nHost: other\r\n\r\n", "400"),
        new("two equal hosts", "GET /dev/proxy/line HTTP/1.1\r\nHost: {{host}}\r\nHost: {{host}}\r\n\r\n", "400"),
        new("a list of hosts", "GET /dev/proxy/line HTTP/1.1\r\nHost: {{host}}, other\r\n\r\n", "400|403"),
        new("a user in the host", "GET /dev/proxy/line HTTP/1.1\r\nHost: user@{{host}}\r\n\r\n", "400|403"),
        new("a path in the host", "GET /dev/proxy/line HTTP/1.1\r\nHost: {{host}}/evil\r\n\r\n", "400|403"),
        new("a host with a space", "GET /dev/proxy/line HTTP/1.1\r\nHost: {{api}}.execute-api.local host\r\n\r\n", "400|403"),
        new("a host with a bad port", "GET /dev/proxy/line HTTP/1.1\r\nHost: {{api}}.execute-api.localhost:x\r\n\r\n", "400"),
        new("an API that does not exist", "GET /dev/proxy/line HTTP/1.1\r\nHost: zzzzzzzzzz.execute-api.localhost\r\n\r\n", "403"),
        new("the API only in forwarding headers",
            "GET /dev/proxy/line HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: {{host}}\r\nX-Original-URL: /dev/proxy/line\r\n\r\n",
            "403|404"),
        new("the API only in x-apigw-api-id",
            "GET /dev/proxy/line HTTP/1.1\r\nHost: zzzzzzzzzz.execute-api.localhost\r\nx-apigw-api-id: {{api}}\r\n\r\n", "403"),
        new("a host with a trailing dot",
            "GET /dev/proxy/dot HTTP/1.1\r\nHost: {{api}}.execute-api.localhost.\r\n\r\n", "200") { Sees = ["GET /base/dot "] },
        new("a host in capitals with another port",
            "GET /dev/proxy/caps HTTP/1.1\r\nHost: {{api}}.EXECUTE-API.EXAMPLE:1\r\n\r\n", "200") { Sees = ["GET /base/caps "] },
    ];

    private static IEnumerable<HostileCase> Accepted() =>
    [
        new("a chunked body with an extension and trailers",
            "POST /dev/proxy/trailed HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
            + "2;ext=\"v\"\r\nhi\r\n0\r\nX-T: late\r\nContent-Length: 9\r\nAuthorization: evil\r\n\r\n", "200")
        {
            Sees = ["POST /base/trailed ", "\r\n\r\nhi"], Lacks = ["X-T", "late", "Authorization", "Trailer", "ext"],
        },
        new("a body on GET is not sent on and not read as a request",
            Request("GET", "/dev/proxy/bodied", Hidden, $"Content-Length: {Hidden.Length}"),
            "200") { Sees = ["GET /base/bodied "], Lacks = ["smuggled"] },
        // Kestrel reads the sign; what goes on is a length of our own, so no second reader sees it.
        new("a length with a plus",
            "POST /dev/proxy/plus HTTP/1.1\r\nHost: {{host}}\r\nContent-Length: +1\r\n\r\na", "200")
        {
            Sees = ["POST /base/plus ", "Content-Length: 1\r\n", "\r\n\r\na"],
        },
        new("an upgrade to h2c",
            Get("/dev/proxy/h2c", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"), "200")
        {
            Sees = ["GET /base/h2c "], Lacks = ["Upgrade", "HTTP2-Settings", "h2c\r\n"],
        },
        new("an upgrade to a WebSocket",
            Get("/dev/proxy/ws", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13"), "200")
        {
            Sees = ["GET /base/ws "], Lacks = ["Upgrade"],
        },
        new("the HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400|505|close"),
        new("chunked over HTTP/1.0",
            "POST /dev/proxy/old HTTP/1.0\r\nHost: {{host}}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400|close") { Closes = true },
        new("HTTP/1.0", "GET /dev/proxy/ten HTTP/1.0\r\nHost: {{host}}\r\n\r\n", "200")
        {
            Sees = ["GET /base/ten HTTP/1.1\r\n"], Closes = true,
        },
        new("HTTP/1.0 without a host", "GET /dev/proxy/ten HTTP/1.0\r\n\r\n", "400|403|404"),
        new("Expect of something else", Post("/dev/proxy/hoped", "hi", "Expect: 200-maybe"), "417") { Closes = true },
        new("Expect of two things", Post("/dev/proxy/hoped", "hi", "Expect: 100-continue, x"), "417") { Closes = true },
        new("empty lines before the request", "\r\n\r\n" + Get("/dev/mock"), "200|400"),
        new("a second request behind a refused one", Get("/dev/proxy/%zz") + Get("/dev/proxy/next"), "400")
        {
            Sees = ["GET /base/next "],
        },
    ];
}
