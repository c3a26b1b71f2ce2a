using static Gatehouse.Conformance.BackendFaults.Outcome;

namespace Gatehouse.Conformance.BackendFaults;

/// <summary>What backends do wrong, or unusually, and what becomes of it (rest-execution §5.9; RFC 9110, RFC 9112).</summary>
internal static class FaultTable
{
    private const string Fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    public static IEnumerable<FaultCase> Cases => [.. Broken(), .. Slow(), .. Heads(), .. Bodies(), .. Interim(), .. Endings()];

    private static IEnumerable<FaultCase> Broken() =>
    [
        Same("closes before the answer", static c => { c.Close(); return Task.CompletedTask; }, Lost),
        Same("resets before the answer", static c => { c.Reset(); return Task.CompletedTask; }, Lost),
        Same("closes in the head", Then("HTTP/1.1 200 OK\r\nContent-Le", static c => c.Close()), Lost),
        Same("resets in the head", Then("HTTP/1.1 200 OK\r\nContent-Le", static c => c.Reset()), Lost),
        Same("closes in a body of known length", Then("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", static c => c.Close()), Lost),
        Same("resets in a body of known length", Then("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", static c => c.Reset()), Lost),
        Same("closes in a chunked body", Then("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", static c => c.Close()), Lost),
        Same("closes before the last chunk", Then("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n", static c => c.Close()), Lost),
        Same("half-closes without an answer", Then("", static c => c.HalfClose()), Lost),
    ];

    // The method's timeout is 500 ms.
    private static IEnumerable<FaultCase> Slow() =>
    [
        Same("never answers", static c => c.WaitAsync(), TimedOut),
        Same("stops in its head", ThenWait("HTTP/1.1 200 OK\r\nContent-"), TimedOut),
        Same("stops in a body of known length", ThenWait("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\na"), TimedOut),
        Same("stops in a chunk", ThenWait("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na"), TimedOut),
        Same("never ends a body without a length", ThenWait("HTTP/1.1 200 OK\r\n\r\nsome"), TimedOut),
        Same("only ever says it is working", ThenWait("HTTP/1.1 102 Processing\r\n\r\n"), TimedOut),
    ];

    private static IEnumerable<FaultCase> Heads() =>
    [
        .. new[]
        {
            "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 99 Low\r\n\r\n",
            "HTTP/1.1 1000 High\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX-A: b\nX-B: c\r\n\r\n", "HTTP/1.1 200 OK\r\nX-A : b\r\n\r\n", "HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX-A: b\0c\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "\r\nHTTP/1.1 200 OK\r\n\r\n", "<html>", "\u0015\u0003\u0003\0\u0002\u0002P",
        }.Select(static head => Same(
            "answers " + head.Replace("\r\n", "|", StringComparison.Ordinal).Replace("\0", "<0>", StringComparison.Ordinal), Sends(head), Malformed)),
        Same("a header of 70,000 bytes", Sends("HTTP/1.1 200 OK\r\nX-Big: " + new string('a', 70_000) + "\r\n\r\n"), HeadTooLarge),
        Same("three hundred headers", Sends(
            "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, 300).Select(static i => $"X-{i}: 1\r\n")) + "\r\n"), HeadTooLarge),
    ];

    private static IEnumerable<FaultCase> Bodies() =>
    [
        .. new[] { "zz\r\nok\r\n", "-2\r\nok\r\n", "2\nok\r\n", "2;x\ny\r\nok\r\n", "2\r\nokx\r\n", "ffffffffffffffffff\r\nok", "2 \r\nok\r\n0x" }
            .Select(static chunk => Same(
                "chunks " + chunk.Replace("\r\n", "|", StringComparison.Ordinal),
                Sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n"), Malformed)),
        new("chunks with extensions and trailers",
            Sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2;a=b\r\nok\r\n0\r\nX-T: late\r\nContent-Length: 9\r\n\r\n"),
            Ok("ok"), Ok("ok"), IsReused: true),
        new("more bytes than announced", Sends(Fine + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen"), Ok("ok"), Ok("ok"), IsReused: false),
        new("a body with 204", Sends("HTTP/1.1 204 No Content\r\n\r\nstray"), Ok("", 204), Ok(""), IsReused: false),
        new("a length with 204", Sends("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"), Ok("", 204), Ok(""), IsReused: true),
        new("a length with 304", Sends("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"x\"\r\n\r\n"), Ok("", 304), Ok(""), IsReused: true),
        new("a body with 304", Sends("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello"), Ok("", 304), Ok(""), IsReused: false),
        new("no length until the end", Then("HTTP/1.1 200 OK\r\n\r\nall of it", static c => c.Close()), Ok("all of it"), Ok("all of it"), IsReused: false),
        new("a body over 10 MiB", static async c =>
            {
                await c.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n");
                await c.SendAsync(new string('b', 10_485_761));
            },
            new Outcome(200), new Outcome(500, "{\"message\": \"Internal server error\"}", "DEFAULT_5XX", "larger than 10485760 bytes"),
            IsReused: false) { Verb = "POST", IsReusedByProxy = true }, // passed on while it comes, to its end
        new("a redirect", Sends("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"), Ok("", 302), Ok(""), IsReused: true),
        new("an error of its own", Sends("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy"), Ok("busy", 503), Ok("busy"), IsReused: true),
        new("a status nobody knows", Sends("HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nok"), Ok("ok", 299), Ok("ok"), IsReused: true),
    ];

    private static IEnumerable<FaultCase> Interim() =>
    [
        new("100-continue that nobody asked for", Sends("HTTP/1.1 100 Continue\r\n\r\n" + Fine), Ok("ok"), Ok("ok"), IsReused: true),
        new("early hints twice", Sends(
            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </y>\r\n\r\n" + Fine), Ok("ok"), Ok("ok"), IsReused: true),
        Same("interim answers without end", Sends(string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 20)) + Fine), Malformed),
        Same("a switch of protocols that nobody asked for", Then("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", static c => c.Close()), Malformed),
        new("an answer before the body was sent", static async c =>
            {
                await c.SendAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
                await c.WaitAsync();
            },
            Ok("big", 413), Ok("big"), IsReused: false) { Verb = "POST", Body = new string('b', 4_000_000) },
    ];

    private static IEnumerable<FaultCase> Endings() =>
    [
        new("nothing unusual", Sends(Fine), Ok("ok"), Ok("ok"), IsReused: true),
        new("Connection: close", Sends("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"), Ok("ok"), Ok("ok"), IsReused: false),
        new("HTTP/1.0", Then("HTTP/1.0 200 OK\r\n\r\nold", static c => c.Close()), Ok("old"), Ok("old"), IsReused: false),
        new("HTTP/1.0 with a length", Sends("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold"), Ok("old"), Ok("old"), IsReused: false),
        new("HTTP/1.0 that keeps the connection",
            Sends("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nold"), Ok("old"), Ok("old"), IsReused: true),
        new("closes after a whole answer", Then(Fine, static c => c.Close()), Ok("ok"), Ok("ok"), IsReused: false),
        new("half-closes after a whole answer", Then(Fine, static c => c.HalfClose()), Ok("ok"), Ok("ok"), IsReused: false),
        new("resets after a whole answer", Then(Fine, static c => c.Reset()), Ok("ok"), Ok("ok"), IsReused: false),
    ];

    private static FaultCase Same(string name, Func<FaultyConnection, Task> script, Outcome outcome) =>
        new(name, script, outcome, outcome, IsReused: false);

    private static Func<FaultyConnection, Task> Sends(string text) => connection => connection.SendAsync(text);

    private static Func<FaultyConnection, Task> Then(string text, Action<FaultyConnection> after) => async connection =>
    {
        await connection.SendAsync(text);
        after(connection);
    };

    private static Func<FaultyConnection, Task> ThenWait(string text) => async connection =>
    {
        await connection.SendAsync(text);
        await connection.WaitAsync();
    };
}
