using static Gatehouse.Conformance.Hostile.HostileCase;

namespace Gatehouse.Conformance.Hostile;

/// <summary>Headers and verbs that try to speak for the gateway, or past it (rest-execution §1.4, §1.5).</summary>
internal static class HostileHeaders
{
    private const string Uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

    public static IEnumerable<HostileCase> Cases =>
    [
        .. Spoofed(), .. Connections(), .. Identities(), .. Verbs(), .. Sizes(), .. Parameters(),
    ];

    private static IEnumerable<HostileCase> Spoofed() =>
    [
        Sent("a forged X-Forwarded-For is a list", ["X-Forwarded-For: 10.0.0.1"], ["X-Forwarded-For: 10.0.0.1, 127.0.0.1\r\n"]),
        Sent("two of them are one list", ["X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 2.2.2.2"],
            ["X-Forwarded-For: 1.1.1.1,2.2.2.2, 127.0.0.1\r\n"]),
        Sent("a forged port and scheme are replaced", ["X-Forwarded-Port: 443", "X-Forwarded-Proto: https"],
            ["X-Forwarded-Proto: http\r\n"], ["X-Forwarded-Port: 443", "Proto: https"]),
        Sent("aliases with underscores go nowhere", ["X_Forwarded_For: 6.6.6.6", "x_forwarded-proto: https", "X-Amzn_Trace_Id: z"],
            ["X-Forwarded-For: 127.0.0.1\r\n"], ["6.6.6.6", "https", "X_", "rded_", "Amzn_"]),
        Sent("the API's id cannot be forged", ["x-amzn-apigateway-api-id: forged", "X-Amzn-ApiGateway-Api-Id: forged"],
            ["x-amzn-apigateway-api-id: {{api}}\r\n"], ["forged"]),
        Sent("SigV4 credentials stay behind", ["Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=00"], [], ["AKIA"]),
        Sent("what is dropped on arrival",
            [
                "Content-MD5: dropped-1", "Max-Forwards: 7", "Proxy-Authenticate: dropped-2", "Server: dropped-3", "TE: trailers", "Trailer: dropped-4",
                "WWW-Authenticate: dropped-5", "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "Proxy-Authorization: dropped-6",
                "Via: 1.1 dropped-7",
            ],
            [], ["dropped-1", "dropped-2", "dropped-3", "dropped-4", "dropped-5", "dropped-6", "dropped-7", "Max-Forwards", "trailers", "timeout", "Proxy-"]),
        Sent("rewriting headers of other servers change nothing",
            ["X-Original-URL: /dev/guarded", "X-Rewrite-URL: /dev/guarded", "X-Forwarded-Prefix: /x", "X-Forwarded-Host: evil"],
            ["GET /base/h HTTP/1.1\r\n"]),
    ];

    private static IEnumerable<HostileCase> Connections() =>
    [
        Sent("Connection names a header of the client's own", ["Connection: X-Own", "X-Own: secret"], [], ["X-Own", "secret"]),
        Sent("Connection cannot take the forwarding headers away",
            ["Connection: X-Forwarded-For, X-Forwarded-Proto, close"], ["X-Forwarded-For: 127.0.0.1\r\n", "X-Forwarded-Proto: http\r\n"]),
        Sent("Connection cannot take what the gateway adds away",
            ["Connection: x-amzn-trace-id, x-amzn-apigateway-api-id, Host, Accept, User-Agent"],
            ["X-Amzn-Trace-Id: Root=1-", "x-amzn-apigateway-api-id: {{api}}", "Host: 127.0.0.1:", "Accept: ", "User-Agent: Amazon"]),
        Sent("Connection cannot make a caller anonymous",
            ["Connection: Authorization, Cookie, X-Api-Key", "Authorization: Bearer t", "Cookie: s=1", "X-Api-Key: k"],
            ["Authorization: Bearer t\r\n", "Cookie: s=1\r\n", "X-Api-Key: k\r\n"]),
        Sent("Connection names two headers", ["Connection: X-A , X-B", "X-A: dropped-one", "X-B: dropped-two", "X-C: kept-three"],
            ["X-C: kept-three\r\n"], ["dropped-one", "dropped-two"]),
        Sent("Connection names its own name", ["Connection: connection, transfer-encoding, content-length"], []),
    ];

    private static IEnumerable<HostileCase> Identities() =>
    [
        Sent("a trace without a root is replaced", ["X-Amzn-Trace-Id: garbage"], ["X-Amzn-Trace-Id: Root=1-"], ["garbage"]),
        Sent("a client's root is kept behind our own part",
            ["X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678;Sampled=1"],
            ["X-Amzn-Trace-Id: Self=1-", ";Root=1-67891233-abcdef012345678912345678;Sampled=1\r\n"]),
        Sent("a client's Self goes no further", ["X-Amzn-Trace-Id: Self=evil;Root=1-67891233-abcdef012345678912345678;Self=worse"],
            [";Root=1-67891233-abcdef012345678912345678\r\n"], ["evil", "worse"]),
        Sent("an endless trace is replaced", ["X-Amzn-Trace-Id: Root=" + new string('a', 5_000)], ["X-Amzn-Trace-Id: Root=1-"], ["aaaa"]),
        Sent("a root that only looks like one", ["X-Amzn-Trace-Id: NotRoot=1"], ["X-Amzn-Trace-Id: Root=1-"], ["NotRoot"]),
        new("a request id that is no UUID", Get("/dev/mock", "X-Amzn-RequestId: <script>"), "200")
        {
            AnswerHolds = "x-amzn-RequestId: UUID_REPLACED_INVALID_REQUEST_ID", AnswerLacks = ["<script>"],
        },
        new("a request id that is a UUID", Get("/dev/mock", "X-Amzn-RequestId: " + Uuid), "200")
        {
            AnswerHolds = "x-amzn-RequestId: " + Uuid,
        },
        new("two request ids", Get("/dev/mock", "X-Amzn-RequestId: " + Uuid, "X-Amzn-RequestId: " + Uuid), "200")
        {
            AnswerHolds = "x-amzn-RequestId: UUID_REPLACED_INVALID_REQUEST_ID",
        },
        new("an extended request id is never the client's", Get("/dev/mock", "x-amz-apigw-id: forged="), "200") { AnswerLacks = ["forged"] },
        new("no route with a bearer token", Get("/dev/none", "Authorization: Bearer \"}<b>"), "403")
        {
            AnswerHolds = "x-amzn-ErrorType: IncompleteSignatureException",
        },
        new("no route with half a signature", Get("/dev/none", "Authorization: AWS4-HMAC-SHA256 \"<b>"), "403")
        {
            Body = "{\"message\":\"Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' "
                + "parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of "
                + "either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 \\\"<b>\"}",
        },
    ];

    private static IEnumerable<HostileCase> Verbs() =>
    [
        new("a verb in lower case", Request("get", "/dev/proxy/v", ""), "403"),
        new("an unknown verb", Request("PURGE", "/dev/proxy/v", ""), "403"),
        new("TRACE", Request("TRACE", "/dev/proxy/v", ""), "403"),
        new("a verb of a thousand letters", Request(new string('A', 1_000), "/dev/proxy/v", ""), "403"),
        new("an override to a verb that is not there", Get("/dev/proxy/v", "X-HTTP-Method-Override: PURGE"), "403"),
        new("an override in lower case", Get("/dev/guarded", "X-HTTP-Method-Override: delete"), "403"),
        new("two overrides are none", Get("/dev/guarded", "X-HTTP-Method-Override: DELETE", "X-HTTP-Method-Override: GET"), "403"),
        new("an override routes", Get("/dev/guarded", "X-HTTP-Method-Override: DELETE"), "200") { Body = "{\"mock\":true}" },
        new("an override is not forwarded", Get("/dev/proxy/v", "X-HTTP-Method-Override: PUT"), "200")
        {
            Sees = ["PUT /base/v HTTP/1.1\r\n"], Lacks = ["Override"],
        },
        new("an override with injected text", Get("/dev/proxy/v", "X-HTTP-Method-Override: GET /evil HTTP/1.1"), "403"),
        new("other override headers are no override", Get("/dev/guarded", "X-Method-Override: DELETE", "X-HTTP-Method: DELETE"), "403"),
    ];

    private static IEnumerable<HostileCase> Sizes() =>
    [
        new("a header block over the limit", Get("/dev/proxy/big", "X-Big: " + new string('a', 20_480)), "431")
        {
            Body = "{\"message\": \"Request Header Fields Too Large\"}",
        },
        new("a header of 100,000 bytes", Get("/dev/proxy/big", "X-Big: " + new string('a', 100_000)), "431|close") { Closes = true },
        Sent("a header block just below the limit", ["X-Big: " + new string('a', 20_000)], ["X-Big: aaaa"]),
        Sent("nine hundred headers", [.. Enumerable.Range(0, 900).Select(static i => $"X-{i}: {i}")], ["X-899: 899\r\n"]),
        Sent("nine hundred of one name", [.. Enumerable.Range(0, 900).Select(static i => $"X-N: {i}")], ["X-N: 0\r\n", "X-N: 899\r\n"]),
        new("two thousand headers", Get("/dev/proxy/big", [.. Enumerable.Range(0, 2_000).Select(static i => $"X{i}: 1")]), "431|close")
        {
            Closes = true,
        },
        new("a URL over the limit", Get("/dev/proxy/" + new string('a', 10_240)), "414")
        {
            Body = "{\"message\": \"Request URI Too Long\"}",
        },
        new("a query over the limit", Get("/dev/proxy/x?" + new string('a', 10_240)), "414"),
        new("a URL beyond every limit", Get("/dev/proxy/" + new string('a', 60_000)), "414|400|close") { Closes = true },
        new("a URL just below the limit", Get("/dev/proxy/" + new string('a', 10_000)), "200") { Sees = ["GET /base/aaaa"] },
    ];

    private static IEnumerable<HostileCase> Parameters() =>
    [
        new("a required parameter in another case", Get("/dev/validated?Q=1"), "400"),
        new("a required parameter that is blank", Get("/dev/validated?q=%20"), "400"),
        new("a required parameter whose last value is blank", Get("/dev/validated?q=1&q="), "400"),
        new("a required parameter whose first value is blank", Get("/dev/validated?q=&q=1"), "200"),
        new("a required parameter with an encoded name", Get("/dev/validated?%71=1"), "200"),
        new("a required parameter behind a semicolon", Get("/dev/validated?x=1;q=2"), "200"),
        new("a required parameter of control characters", Get("/dev/validated?q=%09%0a"), "400")
        {
            Body = "{\"message\": \"Missing required request parameters: [q]\"}",
        },
        new("a gateway response that reflects a line break", Get("/dev/none?e=a%0d%0aSet-Cookie:%20x=1"), "403")
        {
            AnswerLacks = ["Set-Cookie", "X-Echo", "forged"],
        },
        new("a gateway response that reflects a value", Get("/dev/none?e=a%20b"), "403") { AnswerHolds = "X-Echo: a b", AnswerLacks = ["forged"] },
        new("a gateway response that reflects what is no ASCII", Get("/dev/none?e=%C3%A9"), "403") { AnswerHolds = "X-Echo: \u00c3\u00a9" },
    ];

    private static HostileCase Sent(string name, string[] headers, string[] sees, string[]? lacks = null) =>
        new(name, Get("/dev/proxy/h", headers), "200") { Sees = ["GET /base/h ", .. sees], Lacks = lacks ?? [] };
}
