using Gatehouse.Conformance.Hostile;
using static Gatehouse.Conformance.Hostile.HostileCase;

namespace Gatehouse.Conformance.HttpApis;

/// <summary>Headers that try to speak for the gateway, or past it (http-api §8; security §11.1).</summary>
internal static class HttpHostileHeaders
{
    public static IEnumerable<HostileCase> Cases =>
    [
        Sent("a forged Forwarded comes before the gateway's own", ["Forwarded: for=6.6.6.6;proto=https"],
            ["forwarded: for=6.6.6.6;proto=https, for=127.0.0.1;host=\"{{host}}\";proto=http\r\n"]),
        Sent("two of them are one list", ["Forwarded: for=1.1.1.1", "Forwarded: for=2.2.2.2"],
            ["forwarded: for=1.1.1.1, for=2.2.2.2, for=127.0.0.1;"]),
        Sent("a forged Via comes before the gateway's own", ["Via: 1.1 evil"], ["via: 1.1 evil, HTTP/1.1 AmazonAPIGateway\r\n"]),
        // HTTP APIs add none of these on proxies; what a client says passes (http-api §8).
        Sent("X-Forwarded headers are the client's own", ["X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https"],
            ["X-Forwarded-For: 10.0.0.1\r\n", "X-Forwarded-Proto: https\r\n"]),
        Sent("what speaks about the connection",
            [
                "TE: trailers", "Trailer: dropped-4", "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "Proxy-Authorization: dropped-6",
                "Proxy-Anything: dropped-8", "Upgrade: dropped-9",
            ],
            [], ["dropped-4", "dropped-6", "dropped-8", "dropped-9", "trailers", "timeout", "Proxy-"]),
        Sent("Connection names a header of the client's own", ["Connection: X-Own", "X-Own: secret"], [], ["X-Own", "secret"]),
        Sent("Connection cannot take what the gateway adds away",
            ["Connection: x-amzn-trace-id, forwarded, via, Host, close"],
            ["X-Amzn-Trace-Id: Root=1-", "forwarded: for=127.0.0.1", "via: HTTP/1.1", "Host: 127.0.0.1:"]),
        Sent("Connection cannot make a caller anonymous",
            ["Connection: Authorization, Cookie", "Authorization: Bearer t", "Cookie: s=1"], ["Authorization: Bearer t\r\n", "Cookie: s=1\r\n"]),
        Sent("Connection names two headers", ["Connection: X-A , X-B", "X-A: dropped-one", "X-B: dropped-two", "X-C: kept-three"], ["X-C: kept-three\r\n"], ["dropped-one", "dropped-two"]),
        Sent("Connection names its own name", ["Connection: connection, transfer-encoding, content-length"], []),
        Sent("a trace without a root is replaced", ["X-Amzn-Trace-Id: garbage"], ["X-Amzn-Trace-Id: Root=1-"], ["garbage"]),
        Sent("a client's root is kept behind our own part",
            ["X-Amzn-Trace-Id: Root=1-67891233-abcdef012345678912345678;Sampled=1"],
            ["X-Amzn-Trace-Id: Self=1-", ";Root=1-67891233-abcdef012345678912345678;Sampled=1\r\n"]),
        Sent("a client's Self goes no further", ["X-Amzn-Trace-Id: Self=evil;Root=1-67891233-abcdef012345678912345678;Self=worse"],
            [";Root=1-67891233-abcdef012345678912345678\r\n"], ["evil", "worse"]),
        Sent("an endless trace is replaced", ["X-Amzn-Trace-Id: Root=" + new string('a', 5_000)], ["X-Amzn-Trace-Id: Root=1-"], ["aaaa"]),
        Sent("rewriting headers of other servers change nothing", ["X-Original-URL: /dev/item/1", "X-Rewrite-URL: /dev/item/1"],
            ["GET /base/h HTTP/1.1\r\n"]),
        new("a host with quotation marks finds no API", "GET /dev/proxy/h HTTP/1.1\r\nHost: \"{{host}}\"\r\n\r\n", "400|403|404"),
    ];

    private static HostileCase Sent(string name, string[] headers, string[] sees, string[]? lacks = null) =>
        new(name, Get("/dev/proxy/h", headers), "200") { Sees = ["GET /base/h ", .. sees], Lacks = lacks ?? [] };
}
