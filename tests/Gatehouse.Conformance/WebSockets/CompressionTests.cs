using System.Text;
using Shouldly;
using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 12: messages that are compressed (RFC 7692 §6, §7.2; websocket-api §11.6).</summary>
public sealed class CompressionTests(EchoApi api)
{
    private const string Offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_compressed_message_is_read_as_any_other(string name) => Table.RunAsync(name, api, Offer);

    private static IEnumerable<SocketCase> Rows() => [.. Sizes(), .. Cuts(), .. Errors()];

    private static IEnumerable<SocketCase> Sizes()
    {
        foreach (var size in new[] { 1, 16, 64, 256, 1_023, 1_024, 4_096, 16_384, 32_768, 65_536, 131_072 })
        {
            yield return new($"12.1 {size} octets that repeat", Send(Deflated.Frame(Repeating(size))), Message(Repeating(size)));
            var noise = Noise(size);
            yield return new($"12.2 {size} octets that do not", Send(Deflated.Frames(noise, 32_768)), Message(noise));
            yield return new($"12.3 {size} octets in pieces of 256", Send(Deflated.Frames(noise, 256)), Message(noise));
        }
    }

    private static IEnumerable<SocketCase> Cuts()
    {
        yield return new("12.4 a message that is not compressed beside one that is", Send(OfText("plain"), Deflated.Frame("pressed")), Message("plain"), Message("pressed"));
        yield return new("12.5 octet by octet", SendIn(1, Deflated.Frame("slowly but surely")), Message("slowly but surely"));
        yield return new("12.6 a ping between compressed pieces", [
            Send(Deflated.Frames("abcdefghij", 3)[0], OfPing("p")), Pong("p"), Send(Deflated.Frames("abcdefghij", 3)[1..]), Message("abcdefghij")]);
        yield return new("12.7 a block that is stored", Send(new SocketFrame(Text, Deflated.Stored("as it is")) { Reserved = 4 }), Message("as it is"));
        yield return new("12.8 a last piece that is empty", Send(
            new SocketFrame(Text, Deflated.Of("abc")) { Reserved = 4, IsFinal = false }, OfContinuation("")), Message("abc"));
        yield return new("12.9 ten messages, each of its own", [
            Send([.. Enumerable.Range(0, 10).Select(static i => Deflated.Frame($"message {i}"))]),
            .. Enumerable.Range(0, 10).Select(static i => Message($"message {i}"))]);
        yield return new("12.10 text of many octets, cut anywhere", Send(Deflated.Frames("Grüße, いろは, 😀", 1)), Message("Grüße, いろは, 😀"));
    }

    private static IEnumerable<SocketCase> Errors()
    {
        yield return new("12.11 a compressed piece that continues", Send(OfText("a").More(), new SocketFrame(Continuation, Deflated.Of("b")) { Reserved = 4 }), Fails(1002));
        yield return new("12.12 a compressed ping", Send(new SocketFrame(Ping, Deflated.Of("b")) { Reserved = 4 }), Fails(1002));
        yield return new("12.13 a compressed closing frame", SendRaw((OfClose(1000) with { Reserved = 4 }).Encode()), Fails(1002));
        yield return new("12.14 the second reserved bit", Send(Deflated.Frame("a") with { Reserved = 6 }), Fails(1002));
        yield return new("12.15 the third reserved bit", Send(Deflated.Frame("a") with { Reserved = 5 }), Fails(1002));
        yield return new("12.16 octets that nothing was compressed to", Send(new SocketFrame(Text, [0xff, 0xff, 0xff, 0xff]) { Reserved = 4 }), FailsOneOf(1002, 1007));
        yield return new("12.17 no text, compressed", Send(new SocketFrame(Text, Deflated.Of([0xff, 0xfe])) { Reserved = 4 }), Fails(1007));
        yield return new("12.18 half a character, compressed", Send(new SocketFrame(Text, Deflated.Of([0x61, 0xe2, 0x82])) { Reserved = 4 }), Fails(1007));
        yield return new("12.19 compressed data that is no text", Send(new SocketFrame(Binary, Deflated.Of("a")) { Reserved = 4 }), Fails(1003));
        yield return new("12.20 a message that inflates to one octet too much", Send(Deflated.Frame(Repeating(131_073))), Fails(1009));
        yield return new("12.21 a message that inflates to a hundred megabytes", Send(new SocketFrame(Text, Bomb()[..32_000]) { Reserved = 4 }), Fails(1009));
        yield return new("12.22 a frame that is too great although it inflates to little more",
            Send(new SocketFrame(Text, Deflated.Of(Noise(60_000))) { Reserved = 4 }), Fails(1009));
    }

    /// <summary>A whole message, compressed or not as the server likes.</summary>
    private static Func<RawSocket, Task> Message(string text) => async socket =>
    {
        var message = await socket.ReadMessageAsync();
        message.Opcode.ShouldBe(Text);
        message.Reserved.ShouldBeOneOf(0, 4);
        var content = message.Reserved == 4 ? Deflated.Inflate(message.Payload) : message.Payload;
        content.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(text)).ShouldBeTrue($"{content.Length} octets came");
    };

    private static Func<RawSocket, Task> FailsOneOf(params int[] codes) => async socket =>
        (await socket.ReadToEndAsync()).ShouldNotBeNull().CloseCode.ShouldBeOneOf(codes);

    private static byte[] Bomb() => Deflated.Of(new byte[100 * 1024 * 1024]);

    private static string Repeating(int size) => string.Concat(Enumerable.Range(0, size).Select(static i => "hello "[i % 6]));

    /// <summary>Letters in an order that a fixed recurrence gives.</summary>
    private static string Noise(int size)
    {
        var state = 12_345u;
        return string.Create(size, 0, (target, _) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                state = (state * 1_664_525) + 1_013_904_223;
                target[i] = (char)(33 + ((state >> 16) % 90));
            }
        });
    }
}
