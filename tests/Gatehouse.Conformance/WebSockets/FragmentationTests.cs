using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 5: messages in pieces (RFC 6455 §5.4), and group 10: pieces of the server's making (websocket-api §5.8).</summary>
public sealed class FragmentationTests(EchoApi api)
{
    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Pieces_make_one_message_or_fail_the_connection(string name) => Table.RunAsync(name, api);

    private static IEnumerable<SocketCase> Rows()
    {
        yield return new("5.1 two pieces", Send(OfText("frag").More(), OfContinuation("ment")), Echo("fragment"));
        yield return new("5.2 two pieces in two writes", Send(OfText("frag").More()), Send(OfContinuation("ment")), Echo("fragment"));
        yield return new("5.3 two pieces, octet by octet", SendIn(1, OfText("frag").More(), OfContinuation("ment")), Echo("fragment"));
        yield return new("5.4 pieces of which some are empty",
            Send(OfText("").More(), OfContinuation("").More(), OfContinuation("a").More(), OfContinuation("")), Echo("a"));
        yield return new("5.5 fifty pieces", [
            Send([OfText("0").More(), .. Enumerable.Range(1, 48).Select(static i => OfContinuation($"{i % 10}").More()), OfContinuation("z")]),
            Echo(string.Concat(Enumerable.Range(0, 49).Select(static i => i % 10)) + "z")]);
        yield return new("5.6 a ping between pieces", Send(OfText("a").More(), OfPing("p"), OfContinuation("b")), Pong("p"), Echo("ab"));
        yield return new("5.7 a ping between pieces is answered before the message is whole",
            Send(OfText("a").More(), OfPing("p")), Pong("p"), Send(OfContinuation("b")), Echo("ab"));
        yield return new("5.8 pings between all pieces, octet by octet",
            SendIn(1, OfText("a").More(), OfPing("1"), OfContinuation("b").More(), OfPing("2"), OfContinuation("c")), Pong("1"), Pong("2"), Echo("abc"));
        yield return new("5.9 a pong between pieces", Send(OfText("a").More(), OfPong("p"), OfContinuation("b")), Echo("ab"));
        yield return new("5.10 a closing frame between pieces", Send(OfText("a").More(), OfClose(1000, "enough")), Closes(1000, "enough"));
        yield return new("5.11 something continues that was not begun", Send(OfContinuation("b")), Fails(1002));
        yield return new("5.12 something continues that was not begun and goes on", Send(OfContinuation("b").More()), Fails(1002));
        yield return new("5.13 a continuation after a whole message", Send(OfText("a"), OfContinuation("b")), Echo("a"), Fails(1002));
        yield return new("5.14 a continuation after a message in pieces",
            Send(OfText("a").More(), OfContinuation("b"), OfContinuation("c")), Echo("ab"), Fails(1002));
        yield return new("5.15 a message begins inside another", Send(OfText("a").More(), OfText("b")), Fails(1002));
        yield return new("5.16 a message in pieces begins inside another", Send(OfText("a").More(), OfText("b").More()), Fails(1002));
        yield return new("5.17 what is no text begins inside a message", Send(OfText("a").More(), new SocketFrame(Binary, [1])), Fails(1002));
        yield return new("5.18 a closing frame in pieces", SendRaw(OfClose(1000).More().Encode()), Fails(1002));
        yield return new("5.19 two messages in pieces, one behind the other",
            Send(OfText("a").More(), OfContinuation("b"), OfText("c").More(), OfContinuation("d")), Echo("ab"), Echo("cd"));
        yield return new("5.20 an empty last piece", Send(OfText("abc").More(), OfContinuation("")), Echo("abc"));
        foreach (var size in new[] { 32_768, 32_769, 65_536, 131_072 })
        {
            yield return new($"10.1 an answer of {size} octets leaves in frames that AWS would send", Whole(size), Cut(size));
        }
    }

    /// <summary>A message of pieces as great as they may be.</summary>
    private static Func<RawSocket, Task> Whole(int size) => socket =>
    {
        var frames = new List<SocketFrame>();
        for (var at = 0; at < size; at += 32_768)
        {
            frames.Add(new SocketFrame(at == 0 ? Text : Continuation, Letters(Math.Min(32_768, size - at))) { IsFinal = at + 32_768 >= size });
        }

        return socket.SendAsync([.. frames]);
    };

    private static Func<RawSocket, Task> Cut(int size) => async socket =>
    {
        var message = await socket.ReadMessageAsync();
        Assert.Equal(size, message.Payload.Length);
        Assert.All(socket.Pieces, static piece => Assert.InRange(piece.Payload.Length, 0, 32_768));
        Assert.Equal((size + 32_767) / 32_768, socket.Pieces.Count);
    };

    private static byte[] Letters(int count) => [.. Enumerable.Range(0, count).Select(static i => (byte)('a' + (i % 26)))];
}
