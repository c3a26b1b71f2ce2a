using static Gatehouse.Conformance.Hostile.HostileCase;

namespace Gatehouse.Conformance.Hostile;

/// <summary>Request targets: escapes, normalisation tricks, forms (rest-execution §1.3; security §11.9).</summary>
internal static class HostileTargets
{
    private const string Malformed = "{\"message\":\"Bad Request\"}";

    public static IEnumerable<HostileCase> Cases =>
    [
        .. Refused().Select(static target => new HostileCase("refused target " + target, Get(target), "400") { Body = Malformed }),
        .. BrokenLines().Select(static line => new HostileCase(
            "broken line " + line.Replace("\r\n", " ", StringComparison.Ordinal),
            line + "\r\nHost: {{host}}\r\n\r\n", "400|403|404|405|505")),
        .. Unrouted().Select(static target => new HostileCase("no such route " + target, Get(target), "403")),
        .. Forwarded().Select(static row => new HostileCase("forwarded as it is " + row.Target, Get(row.Target), "200")
        {
            Sees = [$"GET {row.Seen} HTTP/1.1\r\n"],
        }),
        .. Forms(),
    ];

    private static IEnumerable<string> Refused() =>
    [
        // Malformed escapes.
        "/dev/proxy/%", "/dev/proxy/%2", "/dev/proxy/%zz", "/dev/proxy/%%20", "/dev/proxy/%u0041", "/dev/proxy/x?q=%",
        "/dev/proxy/x?q=%f", "/dev/proxy/x?%zz=1",
        // Control characters in the path.
        "/dev/proxy/%0a", "/dev/proxy/%0d%0aX-Evil:%201", "/dev/proxy/%7f", "/dev/proxy/%1b",
        // Overlong and otherwise invalid UTF-8.
        "/dev/proxy/%c0%af", "/dev/proxy/%e0%80%af", "/dev/proxy/%c0%ae%c0%ae/", "/dev/proxy/%f0%80%80%af",
        "/dev/proxy/%ed%a0%80", "/dev/proxy/%ff", "/dev/proxy/%e2%82", "/dev/proxy/x?q=%c0%af", "/dev/proxy/x?q=%ff",
        // Raw characters of the query that AWS refuses.
        "/dev/proxy/x?a|b", "/dev/proxy/x?a={b", "/dev/proxy/x?a=b}",
        // Dot segments in every disguise.
        "/dev/proxy/../mock", "/dev/proxy/./x", "/dev/proxy/..", "/dev/proxy/a/..", "/dev/proxy/%2e%2e/mock",
        "/dev/proxy/%2E%2e", "/dev/proxy/.%2e/x", "/dev/proxy/..%2fadmin", "/dev/proxy/%2e%2e%2fadmin",
        "/dev/proxy/..%5cadmin", "/dev/proxy/..\\admin", "/dev/proxy/..;/admin", "/dev/proxy/..;a=b/admin",
        "/dev/proxy/..%3b/admin", "/dev/../dev/mock", "/dev/item/..%2f..%2fadmin", "/dev/item/%2e",
    ];

    private static IEnumerable<string> BrokenLines() =>
    [
        "GET /dev/mock\r\nX: y", "GET /dev/mock HTTP/9.9", "GET /dev/mock http/1.1", "GET /dev/mock HTTP/1.1 extra",
        "GET /dev/proxy/a b HTTP/1.1", "GET /dev/proxy/a\tb HTTP/1.1", "GET  /dev/mock HTTP/1.1", " GET /dev/mock HTTP/1.1",
        "GET dev/mock HTTP/1.1", "GET /dev/proxy/%00 HTTP/1.1", "GET /dev/proxy/\0 HTTP/1.1", "GET /dev/proxy/\u00e9 HTTP/1.1",
        "GET /dev/proxy/\u00c3\u00a9 HTTP/1.1", "GET /dev/proxy/x#frag HTTP/1.1", "GE(T /dev/mock HTTP/1.1",
        "\u0016\u0003\u0001 /dev/mock HTTP/1.1", "GET http://other.example/dev/mock HTTP/1.1",
        "GET http://user@{{host}}/dev/mock HTTP/1.1", "CONNECT {{host}} HTTP/1.1", "GET {{host}} HTTP/1.1",
    ];

    private static IEnumerable<string> Unrouted() =>
    [
        "/dev/mock;x", "/dev/Mock", "/DEV/mock", "/dev%2Fmock", "/dev/%6dock", "/dev/mock%20", "/dev/item/a/b", "/../dev/mock",
        "/dev/proxy//admin", "/dev/item//x", "/dev\\mock", "/dev;x/mock", "/dev/mock/x",
    ];

    private static IEnumerable<(string Target, string Seen)> Forwarded() =>
    [
        ("/dev/proxy/...", "/base/..."),
        ("/dev/proxy/a..b/.hidden", "/base/a..b/.hidden"),
        ("/dev/proxy/%252e%252e", "/base/%252e%252e"),
        ("/dev/proxy/a//b", "/base/a//b"),
        ("/dev/proxy/a%2Fb/c", "/base/a%2Fb/c"),
        ("/dev/item/a%2Fb", "/items/a%2Fb/end"),
        ("/dev/item/a%2fb", "/items/a%2fb/end"),
        ("/dev/item/a%5Cb", "/items/a%5Cb/end"),
        ("/dev/item/a\\b", "/items/a%5Cb/end"),
        ("/dev/item/a;b=c", "/items/a;b=c/end"),
        ("/dev/item/a%3Bb", "/items/a%3Bb/end"),
        ("/dev/item/a%3Fx=1", "/items/a%3Fx=1/end"),
        ("/dev/item/a%23x", "/items/a%23x/end"),
        ("/dev/item/%2525", "/items/%2525/end"),
        ("/dev/item/a%20b+c", "/items/a%20b+c/end"),
        ("/dev/item/%C3%A9", "/items/%C3%A9/end"),
        ("/dev/item/a\"<b>`^", "/items/a%22%3Cb%3E%60%5E/end"),
        ("/dev/item/a|b{c}", "/items/a%7Cb%7Bc%7D/end"),
        ("/dev/item/x?id=evil&id=worse", "/items/x/end?id=evil&id=worse"),
        ("/dev/proxy/x?proxy=other", "/base/x?proxy=other"),
        ("/dev/proxy/x?a=1?b=2", "/base/x?a=1%3Fb%3D2"),
        ("/dev/proxy/x?a=1;b=2", "/base/x?a=1&b=2"),
        ("/dev/proxy/x?a=b+c", "/base/x?a=b%20c"),
        ("/dev/proxy/x?a=%00", "/base/x?a=%00"),
        ("/dev/proxy/x?a=%0d%0aX-Evil:1", "/base/x?a=%0D%0AX-Evil%3A1"),
        ("/dev/proxy/x?a=%26b=c%3Dd", "/base/x?a=%26b%3Dc%3Dd"),
        ("/dev/proxy/x?a", "/base/x?a"),
        ("/dev/proxy/x?=v&&=", "/base/x?=v&&="),
        ("/dev/proxy/x?a[]=1&a[]=2", "/base/x?a%5B%5D=1&a%5B%5D=2"),
        ("/dev/proxy/x?u=http://evil/../", "/base/x?u=http%3A%2F%2Fevil%2F..%2F"),
        ("//dev/proxy/x", "/base/x"),
        ("/dev//proxy/x", "/base/x"),
        ("/dev/proxy/x/", "/base/x"),
    ];

    private static IEnumerable<HostileCase> Forms() =>
    [
        new("absolute form of its own host", "GET http://{{host}}/dev/proxy/abs HTTP/1.1\r\nHost: {{host}}\r\n\r\n", "200")
        {
            Sees = ["GET /base/abs HTTP/1.1\r\n"],
        },
        new("absolute form, path escapes", "GET http://{{host}}/dev/proxy/../x HTTP/1.1\r\nHost: {{host}}\r\n\r\n", "400"),
        new("asterisk form", "OPTIONS * HTTP/1.1\r\nHost: {{host}}\r\n\r\n", "200|400|403|404|501"),
        new("path form with a dot segment", 
            "GET /_aws/execute-api/{{api}}/dev/proxy/%2e%2e/x HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
        new("path form with the marker encoded", 
            "GET /restapis/{{api}}/dev/%5fuser_request_/proxy/x HTTP/1.1\r\nHost: localhost\r\n\r\n", "403|404"),
        new("an unreadable target on an unknown stage", Get("/nostage/%zz"), "403"),
    ];
}
