using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 2: pings and pongs (RFC 6455 §5.5.2, §5.5.3).</summary>
public sealed class PingTests(EchoApi api)
{
    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_ping_is_answered_and_a_pong_is_not(string name) => Table.RunAsync(name, api);

    private static IEnumerable<SocketCase> Rows()
    {
        yield return new("2.1 a ping without payload", Send(OfPing()), Pong(""));
        yield return new("2.2 a ping with text", Send(OfPing("Hello, world!")), Pong("Hello, world!"));
        byte[] bytes = [0x00, 0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0x00, 0xff];
        yield return new("2.3 a ping whose payload is no text", Send(new SocketFrame(Ping, bytes)), Pong(bytes));
        var greatest = Enumerable.Range(0, 125).Select(static i => (byte)(255 - i)).ToArray();
        yield return new("2.4 the greatest ping", Send(new SocketFrame(Ping, greatest)), Pong(greatest));
        yield return new("2.5 a ping that is too great", Send(new SocketFrame(Ping, new byte[126])), Fails(1002));
        yield return new("2.6 the greatest ping, octet by octet", SendIn(1, new SocketFrame(Ping, greatest)), Pong(greatest));
        yield return new("2.7 a pong that nobody asked for, empty", Send(OfPong()));
        yield return new("2.8 a pong that nobody asked for", Send(OfPong("unsolicited")));
        yield return new("2.9 a pong that nobody asked for, then a ping", Send(OfPong("a"), OfPing("b")), Pong("b"));
        yield return new("2.10 ten pings", [
            Send([.. Enumerable.Range(0, 10).Select(static i => OfPing($"p{i}"))]),
            .. Enumerable.Range(0, 10).Select(static i => Pong($"p{i}"))]);
        yield return new("2.11 ten pings, octet by octet", [
            SendIn(1, [.. Enumerable.Range(0, 10).Select(static i => OfPing($"p{i}"))]),
            .. Enumerable.Range(0, 10).Select(static i => Pong($"p{i}"))]);
        yield return new("2.12 a ping between messages", Send(OfText("a"), OfPing("b"), OfText("c")), Echo("a"), Pong("b"), Echo("c"));
        yield return new("2.13 a ping in pieces", Send(OfPing("a").More()), Fails(1002));
        yield return new("2.14 a pong in pieces", Send(OfPong("a").More()), Fails(1002));
        yield return new("2.15 a pong that is too great", Send(new SocketFrame(SocketFrame.Pong, new byte[126])), Fails(1002));
        yield return new(
            "2.16 a ping whose length has 2 octets that it does not need", Send(OfPing("abc") with { LengthOctets = 2 }), Fails(1002));
    }
}
