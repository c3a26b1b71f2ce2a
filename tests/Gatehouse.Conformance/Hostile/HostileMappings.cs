using static Gatehouse.Conformance.Hostile.HostileCase;

namespace Gatehouse.Conformance.Hostile;

/// <summary>Injection through mapping expressions and overrides (security §11.2, §11.3; rest-execution §5.4, §6.6).</summary>
internal static class HostileMappings
{
    public static IEnumerable<HostileCase> Cases => [.. Headers(), .. Queries(), .. Paths(), .. Authorities(), .. Overrides(), .. Answers()];

    private static IEnumerable<HostileCase> Headers() =>
    [
        .. new[] { "a%0d%0aX-Evil:%201", "a%0aX-Evil:%201", "a%0dX-Evil:%201", "%00", "a%01b", "%7f", "%0d%0a%0d%0aGET%20/evil" }
            .Select(static value => new HostileCase(
                "query to header " + value, Json("/dev/mapped?q=" + value, "{}"), "500")
            {
                Body = "{\"message\": \"Internal server error\"}", Lacks = ["Evil", "evil"],
            }),
        .. new[] { "a\\r\\nX-Evil: 1", "a\\nX-Evil: 1", "\\u000d\\u000aX-Evil: 1", "\\u0000", "\\u0001", "\\u007f", "\\ud800" }
            .Select(static value => new HostileCase(
                "body to header " + value, Json("/dev/mapped", "{\"h\":\"" + value + "\"}"), "500|400") { Lacks = ["Evil"] }),
        new("an object to a header", Json("/dev/mapped", "{\"h\":{\"x\":\"a\\r\\nb\"}}"), "200") { Sees = ["X-From-Body: {\"x\":\"a\\r\\nb\"}\r\n"] },
        new("a value that is no ASCII", Json("/dev/mapped?q=%C3%A9", "{}"), "200") { Sees = ["X-From-Query: \u00c3\u00a9\r\n"] },
        new("a value of 70,000 characters", Json("/dev/mapped", "{\"h\":\"" + new string('a', 70_000) + "\"}"), "500"),
        new("a broken body behind a mapping", Json("/dev/mapped", "{\"h\":"), "400") { Body = "{\"message\": \"Invalid JSON in request body\"}" },
        new("a body that is no JSON behind a mapping", Post("/dev/mapped", "h=1", "Content-Type: text/plain"), "200")
        {
            Sees = ["POST /mapped HTTP/1.1\r\n"], Lacks = ["X-From-Body"],
        },
        new("a blank value leaves the header out", Json("/dev/mapped?q=", "{}", "X-In: "), "200")
        {
            Sees = ["POST /mapped?q= "], Lacks = ["X-From-Query", "X-From-Header"],
        },
    ];

    private static IEnumerable<HostileCase> Queries() =>
    [
        Query("&admin=1", "bq=%26admin%3D1"), Query("x#y", "bq=x%23y"), Query("x y+z", "bq=x%20y%2Bz"),
        Query("a\\r\\nHost: evil", "bq=a%0D%0AHost%3A%20evil"), Query("\\u0000", "bq=%00"), Query("%26", "bq=%2526"),
        Query(" HTTP/1.1", "bq=%20HTTP%2F1.1"), Query(";a=b", "bq=%3Ba%3Db"),
    ];

    private static IEnumerable<HostileCase> Paths() =>
    [
        Path("?a=x/y", "/p/x%2Fy/b/c"), Path("?a=x%3Fy%23z", "/p/x%3Fy%23z/b/c"), Path("?a=x%0d%0aX-Evil:1", "/p/x%0D%0AX-Evil%3A1/b/c"),
        Path("?a=%252e%252e", "/p/%252e%252e/b/c"), Path("?a=x;y=z", "/p/x/b/c"), Path("?a=x%3By", "/p/x%3By/b/c"),
        Path("?a=x%20HTTP/1.1", "/p/x%20HTTP%2F1.1/b/c"), Path("?a=x%5Cy", "/p/x%5Cy/b/c"), Path("", "/p//b/c"),
        .. new[] { "..", ".", "%2e%2e", "..%2fadmin", "../../admin", "..\\admin", "..%3bx" }.Select(static value => new HostileCase(
            "query to path " + value, Json("/dev/path?a=" + value, "{\"c\":\"c\"}", "X-B: b"), "400")),
        new("header to path ..", Json("/dev/path?a=a", "{\"c\":\"c\"}", "X-B: .."), "400"),
        new("header to path ../x", Json("/dev/path?a=a", "{\"c\":\"c\"}", "X-B: ../x"), "400"),
        new("body to path ..", Json("/dev/path?a=a", "{\"c\":\"..\"}", "X-B: b"), "400"),
        new("body to path with slashes", Json("/dev/path?a=a", "{\"c\":\"x/y?z\"}", "X-B: b"), "200") { Sees = ["POST /p/a/b/x%2Fy%3Fz HTTP/1.1\r\n"] },
    ];

    private static IEnumerable<HostileCase> Authorities() =>
    [
        new("the address that was meant", Get("/dev/host?h=127.0.0.1"), "200") { Sees = ["GET /host HTTP/1.1\r\n"] },
        .. new[]
        {
            "127.0.0.1:22%40evil", "evil@127.0.0.1", "127.0.0.1/evil?x=", "127.0.0.1%23", "127.0.0.1%3Fx", "127.0.0.1:1%5C",
            "127.0.0.1%0d%0aX:1", "127.0.0.1%20x", "127.0.0.1%00", "a..b", "", "[::1]", "%2F%2Fevil", "-",
        }.Select(static value => new HostileCase("query to host " + value, Get("/dev/host?h=" + value), "500")
        {
            Body = "{\"message\": \"Internal server error\"}",
        }),
    ];

    private static IEnumerable<HostileCase> Overrides() =>
    [
        Override("an override", "{\"name\":\"X-O\",\"value\":\"v\"}", "200") with { Sees = ["X-O: v\r\n"] },
        Override("an override with a line break", "{\"name\":\"X-O\",\"value\":\"a\\r\\nX-Evil: 1\"}", "500") with { Lacks = ["Evil"] },
        Override("an override whose name has a line break", "{\"name\":\"X-O: 1\\r\\nX-Evil\",\"value\":\"1\"}", "500") with { Lacks = ["Evil"] },
        Override("an override with a name of two words", "{\"name\":\"X O\",\"value\":\"1\"}", "500"),
        Override("an override of the length", "{\"name\":\"Content-Length\",\"value\":\"1\"}", "200") with { Sees = ["POST /o/fixed "], Lacks = ["Content-Length: 1\r\n"] },
        Override("an override of the framing", "{\"name\":\"transfer-encoding\",\"value\":\"chunked\"}", "200") with { Sees = ["POST /o/fixed "], Lacks = ["hunked"] },
        Override("an override of the trace", "{\"name\":\"x-amzn-trace-id\",\"value\":\"evil\"}", "200") with { Sees = ["X-Amzn-Trace-Id: Root=1-"], Lacks = ["evil"] },
        Override("an override of the API's id", "{\"name\":\"x-amzn-apigateway-api-id\",\"value\":\"evil\"}", "200") with { Sees = ["api-id: {{api}}\r\n"], Lacks = ["evil"] },
        Override("an override of Connection", "{\"name\":\"Connection\",\"value\":\"x-amzn-trace-id\"}", "200") with { Sees = ["X-Amzn-Trace-Id: Root=1-", "Connection: keep-alive\r\n"] },
        Override("an overridden path that escapes", "{\"name\":\"X-O\",\"value\":\"v\",\"p\":\"../admin\"}", "400"),
        Override("an overridden path that escapes by an encoding", "{\"name\":\"X-O\",\"value\":\"v\",\"p\":\"..\\\\admin\"}", "400"),
        Override("an overridden path with a slash", "{\"name\":\"X-O\",\"value\":\"v\",\"p\":\"a/b?c\"}", "200") with { Sees = ["POST /o/a/b%3Fc HTTP/1.1\r\n"] },
    ];

    private static IEnumerable<HostileCase> Answers() =>
    [
        new("a backend's value to a header", Json("/dev/reflect", "{\"h\":\"v\"}"), "200") { Sees = ["POST /reflect "], AnswerHolds = "X-R: v" },
        .. new[] { "v\\r\\nSet-Cookie: x=1", "v\\nSet-Cookie: x=1", "v\\r\\n\\r\\n<html>", "\\u0000" }.Select(static value => new HostileCase(
            "a backend's line break to a header " + value, Json("/dev/reflect", "{\"h\":\"" + value + "\"}"), "500")
        {
            Sees = ["POST /reflect "], AnswerLacks = ["Set-Cookie", "<html>", "X-R"], Body = "{\"message\": \"Internal server error\"}",
        }),
        new("a response override with a line break", Json("/dev/reflect", "{\"n\":\"X-V\",\"v\":\"a\\r\\nSet-Cookie: x=1\"}"), "500")
        {
            Sees = ["POST /reflect "], AnswerLacks = ["Set-Cookie", "X-V"],
        },
        new("a response override whose name has a line break", Json("/dev/reflect", "{\"n\":\"X-V: 1\\r\\nSet-Cookie\",\"v\":\"x=1\"}"), "500")
        {
            Sees = ["POST /reflect "], AnswerLacks = ["Set-Cookie"],
        },
        new("a response override of the length", Json("/dev/reflect", "{\"n\":\"Content-Length\",\"v\":\"1\"}"), "200")
        {
            Sees = ["POST /reflect "], AnswerHolds = "x-amzn-Remapped-Content-Length: 1",
        },
        new("a response override of the framing", Json("/dev/reflect", "{\"n\":\"Transfer-Encoding\",\"v\":\"chunked\"}"), "200")
        {
            Sees = ["POST /reflect "], AnswerLacks = ["chunked"],
        },
        new("a response override of the request id", Json("/dev/reflect", "{\"n\":\"x-amzn-RequestId\",\"v\":\"forged\"}"), "200")
        {
            Sees = ["POST /reflect "], AnswerHolds = "x-amzn-Remapped-x-amzn-RequestId: forged",
        },
    ];

    private static HostileCase Query(string value, string seen) =>
        new("body to query " + value, Json("/dev/mapped", "{\"q\":\"" + value + "\"}"), "200") { Sees = [$"POST /mapped?{seen} HTTP/1.1\r\n"] };

    private static HostileCase Path(string query, string seen) =>
        new("query to path " + query, Json("/dev/path" + query, "{\"c\":\"c\"}", "X-B: b"), "200") { Sees = [$"POST {seen} HTTP/1.1\r\n"] };

    private static HostileCase Override(string name, string body, string status) => new(name, Json("/dev/override", body), status);
}
