using System.Globalization;
using Gatehouse.Conformance.Hostile;
using static Gatehouse.Conformance.Hostile.HostileCase;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>
/// The hostile requests of the REST table with the answers of HTTP APIs (http-api §6.4, §6.5): the rows that mean the same
/// are taken from there, the others say what differs.
/// </summary>
internal static class HttpHostileCases
{
    private const string BadRequest = "{\"message\":\"Bad Request\"}";
    private const string NotFound = "{\"message\":\"Not Found\"}";

    public static IEnumerable<HostileCase> Cases =>
    [
        .. Shared(), .. Unrouted(), .. Forwarded(), .. Framing(), .. Identity(), .. Verbs(), .. Sizes(), .. Codings(), .. Mappings(),
        .. HttpHostileHeaders.Cases,
    ];

    /// <summary>Targets that nobody reads, framing that nobody trusts: as for REST APIs.</summary>
    private static IEnumerable<HostileCase> Shared() =>
    [
        .. HostileTargets.Cases.Where(static row =>
            row.Name.StartsWith("refused target ", StringComparison.Ordinal)
            || row.Name.StartsWith("broken line ", StringComparison.Ordinal)
            || row.Name is "absolute form of its own host" or "absolute form, path escapes" or "asterisk form"
                or "path form with a dot segment" or "path form with the marker encoded"),
        .. HostileFraming.Cases.Where(static row => row.Name is not
            ("a body on GET is not sent on and not read as a request" or "empty lines before the request"
            or "a chunked body with an extension and trailers")),
    ];

    private static IEnumerable<HostileCase> Unrouted() => new[]
    {
        "/dev/none", "/dev/item/1;x/y", "/dev/Item/1", "/DEV/item/1", "/dev%2Fitem/1", "/dev/item/a/b", "/../dev/item/1", "/dev/item//x",
        "/dev/item/", "/dev/item", "/dev\\item\\1", "/dev;x/item/1", "//dev/item/1", "/dev//item/1", "/item/1", "/", "/dev", "/dev/",
        "/nostage/%zz", "/%64ev/item/1",
    }.Select(static target => new HostileCase("no such route " + target, Get(target), "404") { Body = NotFound });

    private static IEnumerable<HostileCase> Forwarded() => new (string Target, string Seen)[]
    {
        ("/dev/proxy/...", "/base/..."),
        ("/dev/proxy/a..b/.hidden", "/base/a..b/.hidden"),
        ("/dev/proxy/%252e%252e", "/base/%252e%252e"),
        ("/dev/proxy/a//b", "/base/a//b"),
        ("/dev/proxy//admin", "/base//admin"),
        ("/dev/proxy/", "/base/"),
        ("/dev/proxy/x/", "/base/x/"),
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
        // The query passes as it came (http-api §8); only what could not be sent is encoded.
        ("/dev/item/x?id=evil&id=worse", "/items/x/end?id=evil&id=worse"),
        ("/dev/proxy/x?proxy=other", "/base/x?proxy=other"),
        ("/dev/proxy/x?a=1?b=2", "/base/x?a=1?b=2"),
        ("/dev/proxy/x?a=1;b=2", "/base/x?a=1;b=2"),
        ("/dev/proxy/x?a=b+c", "/base/x?a=b+c"),
        ("/dev/proxy/x?a=%00", "/base/x?a=%00"),
        ("/dev/proxy/x?a=%0d%0aX-Evil:1", "/base/x?a=%0d%0aX-Evil:1"),
        ("/dev/proxy/x?a=%26b=c%3Dd", "/base/x?a=%26b=c%3Dd"),
        ("/dev/proxy/x?a", "/base/x?a"),
        ("/dev/proxy/x?=v&&=", "/base/x?=v&&="),
        ("/dev/proxy/x?a[]=1&a[]=2", "/base/x?a%5B%5D=1&a%5B%5D=2"),
        ("/dev/proxy/x?u=http://evil/../", "/base/x?u=http://evil/../"),
        ("/dev/proxy/x?a=\"<>\\^`", "/base/x?a=%22%3C%3E%5C%5E%60"),
        ("/dev/proxy/x?", "/base/x"),
    }.Select(static row => new HostileCase("forwarded as it is " + row.Target, Get(row.Target), "200")
    {
        Sees = [$"GET {row.Seen} HTTP/1.1\r\n"],
    });

    private static IEnumerable<HostileCase> Framing()
    {
        const string hidden = "GET /dev/proxy/smuggled HTTP/1.1\r\nHost: nobody\r\n\r\n";
        return
        [
            new("a body on GET is sent on with its length and not read as a request",
                Request("GET", "/dev/proxy/bodied", hidden, $"Content-Length: {hidden.Length}"), "200")
            {
                Sees = ["GET /base/bodied ", $"Content-Length: {hidden.Length}\r\n", "\r\n\r\n" + hidden],
            },
            new("a chunked body with an extension and trailers has a length at the backend",
                "POST /dev/proxy/trailed HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
                + "2;ext=\"v\"\r\nhi\r\n0\r\nX-T: late\r\nContent-Length: 9\r\nAuthorization: evil\r\n\r\n", "200")
            {
                Sees = ["POST /base/trailed ", "Content-Length: 2\r\n", "\r\n\r\nhi"], Lacks = ["X-T", "late", "Authorization", "Trailer", "chunked"],
            },
            new("empty lines before the request", "\r\n\r\n" + Get("/dev/none"), "404|400"),
            new("a body of bytes passes as it is", Post("/dev/proxy/bytes", "\0\u00ff\u00fe\r\n\r\nGET /x HTTP/1.1\r\n\r\n"), "200")
            {
                Sees = ["\r\n\r\n\0\u00ff\u00fe\r\n\r\nGET /x HTTP/1.1\r\n\r\n"],
            },
        ];
    }

    private static IEnumerable<HostileCase> Identity() =>
    [
        new("a request id is never the client's", Get("/dev/none", "apigw-requestid: forged", "X-Amzn-RequestId: forged"), "404")
        {
            AnswerHolds = "apigw-requestid: ", AnswerLacks = ["forged", "x-amzn-RequestId", "x-amzn-ErrorType"],
        },
        new("no route with half a signature", Get("/dev/none", "Authorization: AWS4-HMAC-SHA256 \"<b>"), "404") { Body = NotFound },
        new("an origin of rubbish", Get("/dev/none", "Origin: \"><script>"), "404") { AnswerLacks = ["script"] },
    ];

    private static IEnumerable<HostileCase> Verbs() =>
    [
        new("a verb in lower case", Request("get", "/dev/proxy/v", ""), "404"),
        new("an unknown verb", Request("PURGE", "/dev/proxy/v", ""), "404"),
        new("TRACE", Request("TRACE", "/dev/proxy/v", ""), "404"),
        new("a verb of a thousand letters", Request(new string('A', 1_000), "/dev/proxy/v", ""), "404"),
        new("ANY is no verb", Request("ANY", "/dev/proxy/v", ""), "404"),
        new("a method override is an ordinary header", Get("/dev/proxy/v", "X-HTTP-Method-Override: DELETE"), "200")
        {
            Sees = ["GET /base/v HTTP/1.1\r\n", "X-HTTP-Method-Override: DELETE\r\n"],
        },
        new("a method override routes nowhere", Request("GET", "/dev/mapped", "", "X-HTTP-Method-Override: POST"), "404"),
    ];

    private static IEnumerable<HostileCase> Sizes() =>
    [
        new("header values over the limit", Get("/dev/proxy/big", "X-Big: " + new string('a', 10_240)), "431")
        {
            Body = "{\"message\":\"Request Header Fields Too Large\"}",
        },
        new("header values just below the limit", Get("/dev/proxy/big", "X-Big: " + new string('a', 10_000)), "200")
        {
            Sees = ["X-Big: aaaa"],
        },
        new("a header of 100,000 bytes", Get("/dev/proxy/big", "X-Big: " + new string('a', 100_000)), "431|close") { Closes = true },
        new("nine hundred headers", Get("/dev/proxy/big", [.. Enumerable.Range(0, 900).Select(static i => $"X-{i}: {i}")]), "200")
        {
            Sees = ["X-899: 899\r\n"],
        },
        new("nine hundred of one name", Get("/dev/proxy/big", [.. Enumerable.Range(0, 900).Select(static i => $"X-N: {i}")]), "200")
        {
            Sees = ["X-N: 0\r\n", "X-N: 899\r\n"],
        },
        new("two thousand headers", Get("/dev/proxy/big", [.. Enumerable.Range(0, 2_000).Select(static i => $"X{i}: 1")]), "431|close")
        {
            Closes = true,
        },
        new("a URL over the limit", Get("/dev/proxy/" + new string('a', 10_240)), "414") { Body = "{\"message\":\"Request URI too long\"}" },
        new("a query over the limit", Get("/dev/proxy/x?" + new string('a', 10_240)), "414"),
        new("a URL beyond every limit", Get("/dev/proxy/" + new string('a', 60_000)), "414|400|close") { Closes = true },
        new("a URL just below the limit", Get("/dev/proxy/" + new string('a', 10_000)), "200") { Sees = ["GET /base/aaaa"] },
        new("a length over the limit", Request("POST", "/dev/proxy/long", "", "Content-Length: 10485761"), "413")
        {
            Body = "{\"message\":\"Request Entity Too Large\"}", AnswerHolds = "Content-Type: application/json", Closes = true,
        },
        new("a length over the limit with an expectation",
            Request("POST", "/dev/proxy/long", "", "Expect: 100-continue", "Content-Length: 99999999999"), "413") { Closes = true },
        new("chunks over the limit",
            "POST /dev/proxy/long HTTP/1.1\r\nHost: {{host}}\r\nTransfer-Encoding: chunked\r\n\r\nA00001\r\n" + new string('a', 10_485_761)
            + "\r\n0\r\n\r\n", "413|close") { Closes = true },
    ];

    /// <summary>No coding is undone (http-api §6.4): whatever it is, it passes.</summary>
    private static IEnumerable<HostileCase> Codings() => new[] { "gzip", "deflate", "br", "gzip, gzip", "identity", "x" }.Select(static coding =>
        new HostileCase("the coding " + coding, Post("/dev/proxy/coded", "not coded at all", "Content-Encoding: " + coding), "200")
        {
            Sees = [$"Content-Encoding: {coding}\r\n", "\r\n\r\nnot coded at all"],
        });

    private static IEnumerable<HostileCase> Mappings() =>
    [
        .. new[] { "a%0d%0aX-Evil:%201", "a%0aX-Evil:%201", "a%0dX-Evil:%201", "%00", "a%01b", "%7f", "%0d%0a%0d%0aGET%20/evil" }
            .Select(static value => new HostileCase("query to header " + value, Json("/dev/mapped?q=" + value, "{}"), "400") { Body = BadRequest }),
        .. new[] { "a\\r\\nX-Evil: 1", "a\\nX-Evil: 1", "\\u000d\\u000aX-Evil: 1", "\\u0000", "\\u0001", "\\u007f" }
            .Select(static value => new HostileCase("body to header " + value, Json("/dev/mapped", "{\"h\":\"" + value + "\"}"), "400")),
        new("an object to a header", Json("/dev/mapped", "{\"h\":{\"x\":\"a\\r\\nb\"}}"), "200") { Sees = ["X-From-Body: {\"x\":\"a\\r\\nb\"}\r\n"] },
        new("a value that is no ASCII", Json("/dev/mapped?q=%C3%A9", "{}"), "200") { Sees = ["X-From-Query: \u00c3\u00a9\r\n"] },
        new("a value of 70,000 characters", Json("/dev/mapped", "{\"h\":\"" + new string('a', 70_000) + "\"}"), "400"),
        // A source that is not there: the mapping is skipped (unconfirmed, http-api §11.1).
        .. new[] { "{\"h\":", "h=1", "{\"h\":\"\\ud800\"}", "[]", "{\"h\":null}", "" }.Select(static body => new HostileCase(
            "a body without the value " + body, Json("/dev/mapped", body), "200") { Sees = ["POST /mapped "], Lacks = ["X-From-Body"] }),
        Query("&admin=1", "bq=%26admin%3D1"), Query("x#y", "bq=x%23y"), Query("x y+z", "bq=x%20y%2Bz"),
        Query("a\\r\\nHost: evil", "bq=a%0D%0AHost%3A%20evil"), Query("\\u0000", "bq=%00"), Query("%26", "bq=%2526"),
        Query(" HTTP/1.1", "bq=%20HTTP%2F1.1"), Query(";a=b", "bq=%3Ba%3Db"),
        Path("x/y", "/p/x%2Fy/b/c"), Path("x%3Fy%23z", "/p/x%3Fy%23z/b/c"), Path("x%0d%0aX-Evil:1", "/p/x%0D%0AX-Evil%3A1/b/c"),
        Path("%252e%252e", "/p/%252e%252e/b/c"), Path("x;y=z", "/p/x%3By%3Dz/b/c"), Path("x%20HTTP/1.1", "/p/x%20HTTP%2F1.1/b/c"),
        .. new[] { "..", ".", "%2e%2e", "..%2fadmin", "../../admin", "..\\admin", "..%3bx" }.Select(static value => new HostileCase(
            "query to path " + value, Json("/dev/path?a=" + value, "{\"c\":\"c\"}", "X-B: b"), "400")),
        new("header to path ..", Json("/dev/path?a=a", "{\"c\":\"c\"}", "X-B: .."), "400"),
        new("body to path ..", Json("/dev/path?a=a", "{\"c\":\"..\"}", "X-B: b"), "400"),
        new("the address that was meant", Get("/dev/host/1"), "200") { Sees = ["GET /host HTTP/1.1\r\n"] },
        .. new[] { "1:22%40evil", "1%40evil", "1%2Fevil%3Fx=", "1%23", "1%3Fx", "1%5C", "1%20", "1%00", "1:22" }.Select(static value =>
            new HostileCase("path to authority " + value, Get("/dev/host/" + value), "400|500")),
        .. new[] { "a\\r\\nX-Evil: 1", "a\\nSet-Cookie: x=1", "\\u0000" }.Select(static value => new HostileCase(
            "answer to header " + value, Json("/dev/reflect", "{\"r\":\"" + value + "\"}"), "500")
        {
            Sees = ["POST /reflect "], AnswerLacks = ["Evil", "Set-Cookie", "X-R"],
        }),
        new("an answer's value that is no ASCII", Json("/dev/reflect", "{\"r\":\"\u00c3\u00a9\"}"), "200")
        {
            Sees = ["POST /reflect "], AnswerHolds = "X-R: \u00c3\u00a9",
        },
    ];

    private static HostileCase Query(string value, string seen) => new(
        "body to query " + value, Json("/dev/mapped", "{\"q\":\"" + value + "\"}"), "200")
    {
        Sees = [string.Create(CultureInfo.InvariantCulture, $"POST /mapped?{seen} HTTP/1.1\r\n")],
    };

    private static HostileCase Path(string value, string seen) => new(
        "query to path " + value, Json("/dev/path?a=" + value, "{\"c\":\"c\"}", "X-B: b"), "200") { Sees = [$"POST {seen}"] };
}
