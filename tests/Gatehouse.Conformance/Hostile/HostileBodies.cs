using System.Globalization;
using System.IO.Compression;
using System.Text;
using static Gatehouse.Conformance.Hostile.HostileCase;

namespace Gatehouse.Conformance.Hostile;

/// <summary>Bodies: JSON broken at every depth, charsets, codings and bombs (rest-execution §6.3, §8.4, §15).</summary>
internal static class HostileBodies
{
    private const int Limit = 10_485_760;

    private const string Valid = "{\"a\":[1,{\"b\":\"x\\u00e9\",\"c\":[true,null,-1.5e3]}],\"d\":{\"e\":{}}}";

    public static IEnumerable<HostileCase> Cases =>
    [
        .. Prefixes(),
        .. BrokenJson().Select(static body => new HostileCase(
            "broken JSON " + Shown(body), Json("/dev/template", body), "400")
        {
            AnswerHolds = "x-amzn-ErrorType: BadRequestException",
        }),
        .. OddJson(), .. Codings(), .. Lengths(),
    ];

    /// <summary>Cut at every byte: no prefix of a document is a document.</summary>
    private static IEnumerable<HostileCase> Prefixes() =>
        Enumerable.Range(1, Valid.Length - 1).Select(static length => new HostileCase(
            string.Create(CultureInfo.InvariantCulture, $"JSON cut after {length}"),
            Json("/dev/template", Valid[..length]), "400"));

    private static IEnumerable<string> BrokenJson() =>
    [
        "{\"a\":1,}", "[1,]", "{\"a\":01}", "{\"a\":1e}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":\"\\x\"}", "{\"a\":\"\u0001\"}", "{\"a\":tru}",
        "{a:1}", "{'a':1}", "{\"a\":1}x", "{\"a\":1}{\"a\":2}", "{\"a\" 1}", "{\"a\":}", "{,}", "{\"a\":\"\\u12\"}", "{\"a\":/*x*/1}",
        "{\"a\":Infinity}", "\0{\"a\":1}", "{\"a\":\"\u00ff\"}", "\u00fe\u00ff\0{\0\"", "<a>1</a>", new string('[', 100_000),
        string.Concat(Enumerable.Repeat("{\"a\":", 5_000)),
    ];

    private static IEnumerable<HostileCase> OddJson() =>
    [
        new("a document of its own", Json("/dev/template", Valid), "200") { Sees = ["{\"v\":[1,{"] },
        new("duplicate names: one meaning, the last", Json("/dev/template", "{\"a\":1,\"a\":2}"), "200") { Sees = ["{\"v\":2}"], Lacks = ["1}"] },
        new("a number of a thousand digits", Json("/dev/template", "{\"a\":" + new string('9', 1_000) + "}"), "200")
        {
            Sees = ["{\"v\":9999999999"],
        },
        new("an escaped line break stays inside its string", Json("/dev/template", "{\"a\":\"x\\r\\ny\"}"), "200") { Sees = ["{\"v\":\"x\\r\\ny\"}"] },
        new("an escaped quotation mark stays inside its string", Json("/dev/template", "{\"a\":\"\\\",\\\"admin\\\":\\\"1\"}"), "200")
        {
            Sees = ["{\"v\":\"\\\",\\\"admin\\\":\\\"1\"}"],
        },
        new("template text in a value is not run", Json("/dev/template", "{\"a\":\"#set($x=1)$context.apiId\"}"), "200")
        {
            Sees = ["{\"v\":\"#set($x=1)$context.apiId\"}"],
        },
        new("a media type that no template takes", Post("/dev/template", "{\"a\":1}", "Content-Type: text/plain"), "415")
        {
            Body = "{\"message\": \"Unsupported Media Type\"}", AnswerHolds = "x-amzn-ErrorType: BadRequestException",
        },
        new("a media type of rubbish", Post("/dev/template", "{\"a\":1}", "Content-Type: ;;;,"), "200") { Sees = ["{\"v\":1}"] },
        new("two media types", Post("/dev/template", "{\"a\":1}", "Content-Type: application/json", "Content-Type: text/plain"), "200|400|415"),
        new("a charset that is not UTF-8 changes nothing",
            Post("/dev/template", "{\"a\":\"+ADw-b\"}", "Content-Type: application/json; charset=utf-7"), "200") { Sees = ["{\"v\":\"+ADw-b\"}"] },
        new("a body of bytes passes a proxy as it is", Post("/dev/proxy/bytes", "\0\u00ff\u00fe\r\n\r\nGET /x HTTP/1.1\r\n\r\n"), "200")
        {
            Sees = ["\r\n\r\n\0\u00ff\u00fe\r\n\r\nGET /x HTTP/1.1\r\n\r\n"],
        },
    ];

    private static IEnumerable<HostileCase> Codings() =>
    [
        new("gzip", Coded("gzip", Gzip("plain text")), "200") { Sees = ["\r\n\r\nplain text"], Lacks = ["Content-Encoding"] },
        new("deflate in its zlib form", Coded("deflate", Zlib("plain text")), "200") { Sees = ["\r\n\r\nplain text"] },
        new("deflate in its raw form", Coded("deflate", Deflate("plain text")), "200") { Sees = ["\r\n\r\nplain text"] },
        new("identity", Coded("identity", "plain text"), "200") { Sees = ["\r\n\r\nplain text"] },
        new("an unknown coding", Coded("br", "plain text"), "415") { Body = "{\"message\": \"Unsupported Media Type\"}" },
        new("two codings", Coded("gzip, gzip", Gzip(Gzip("x"))), "415"),
        new("two codings in two lines", Post("/dev/proxy/coded", "x", "Content-Encoding: gzip", "Content-Encoding: deflate"), "415"),
        new("a coding of another body", Coded("gzip", "this is not gzip"), "415"),
        new("a coding that is cut off", Coded("gzip", Gzip(new string('a', 5_000))[..20]), "415"),
        new("a coding with a wrong checksum", Coded("gzip", Broken(Gzip("plain text"))), "415"),
        new("a coding without its first byte", Coded("gzip", Gzip("plain text")[1..]), "415"),
        new("a gzip bomb", Coded("gzip", Gzip(new string('a', Limit + 1))), "413"),
        new("a deflate bomb", Coded("deflate", Zlib(new string('a', 2 * Limit))), "413"),
        new("a gzip bomb of many members", Coded("gzip", string.Concat(Enumerable.Repeat(Gzip(new string('a', 1_000_000)), 12))), "413"),
        new("a bomb for a template", Post("/dev/template", Gzip(new string('[', 3_000_000)), "Content-Type: application/json", "Content-Encoding: gzip"), "400"),
        new("the coding of no body", Get("/dev/proxy/coded", "Content-Encoding: br"), "200") { Sees = ["GET /base/coded "], Lacks = ["Content-Encoding"] },
        new("an unknown coding where nobody reads the body", Post("/dev/mock", "x", "Content-Encoding: br"), "415"),
    ];

    private static IEnumerable<HostileCase> Lengths() =>
    [
        new("a length over the limit", Request("POST", "/dev/proxy/long", "", "Content-Length: 10485761"), "413")
        {
            Body = "HTTP content length exceeded 10485760 bytes.", AnswerHolds = "Content-Type: text/plain", Closes = true,
        },
        new("a length over the limit with an expectation",
            Request("POST", "/dev/proxy/long", "", "Expect: 100-continue", "Content-Length: 99999999999"), "413") { Closes = true },
    ];

    private static string Coded(string coding, string body) =>
        Post("/dev/proxy/coded", body, "Content-Encoding: " + coding, "Content-Type: text/plain");

    private static string Gzip(string text) => Packed(text, static s => new GZipStream(s, CompressionLevel.Optimal));

    private static string Zlib(string text) => Packed(text, static s => new ZLibStream(s, CompressionLevel.Optimal));

    private static string Deflate(string text) => Packed(text, static s => new DeflateStream(s, CompressionLevel.Optimal));

    private static string Packed(string text, Func<Stream, Stream> pack)
    {
        var bytes = new MemoryStream();
        using (var packing = pack(bytes))
        {
            packing.Write(Encoding.Latin1.GetBytes(text));
        }

        return Encoding.Latin1.GetString(bytes.ToArray());
    }

    private static string Broken(string gzip) => gzip[..^6] + (char)(gzip[^6] ^ 0x55) + gzip[^5..];

    private static string Shown(string body) => string.Concat(body.Take(24).Select(static c =>
        c is >= ' ' and < '\u007f' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"<{(int)c:x}>")));
}
