using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 1: frames of every length there is (RFC 6455 §5.2), and data that is no text (websocket-api §5.1).</summary>
public sealed class FramingTests(EchoApi api)
{
    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_frame_is_read_as_it_is_written(string name) => Table.RunAsync(name, api);

    private static IEnumerable<SocketCase> Rows()
    {
        // Around each change of the length's form, and the greatest frame (websocket-api §5.1).
        foreach (var size in new[] { 1, 2, 124, 125, 126, 127, 128, 255, 256, 1_023, 4_096, 32_767, 32_768 })
        {
            var text = Letters(size);
            yield return new($"1.1 a text of {size} octets", Send(OfText(text)), Echo(text));
        }

        foreach (var octets in new[] { 1, 2, 3, 7, 997 })
        {
            var text = Letters(octets == 1 ? 130 : 20_000);
            yield return new($"1.2 a frame that arrives {octets} octets at a time", SendIn(octets, OfText(text)), Echo(text));
        }

        yield return new("1.3 two frames in one segment", Send(OfText("one"), OfText("two")), Echo("one"), Echo("two"));
        yield return new(
            "1.3 fifty frames in one segment",
            [Send([.. Enumerable.Range(0, 50).Select(static i => OfText($"m{i}"))]), .. Enumerable.Range(0, 50).Select(static i => Echo($"m{i}"))]);
        foreach (var key in new byte[][] { [0, 0, 0, 0], [255, 255, 255, 255], [1, 2, 3, 4], [0x80, 0, 0, 1] })
        {
            yield return new(
                $"1.4 the masking key {Convert.ToHexString(key)}",
                Send(OfText("Grüße, masked") with { MaskingKey = key }), Echo("Grüße, masked"));
        }

        foreach (var shift in Enumerable.Range(0, 9))
        {
            var text = Letters(1_000 + shift);
            yield return new(
                $"1.4 a masked payload of {1_000 + shift} octets, in pieces of {shift + 1}",
                SendIn(shift + 1, OfText(text) with { MaskingKey = [9, 8, 7, 6] }), Echo(text));
        }

        foreach (var size in new[] { 0, 1, 125, 126, 32_768 })
        {
            yield return new($"1.5 {size} octets that are no text are refused", Send(new SocketFrame(Binary, new byte[size])), Fails(1003));
        }

        yield return new(
            "1.5 no text in pieces is refused at the first", Send(new SocketFrame(Binary, [1, 2]).More()), Fails(1003));
        yield return new("1.6 a frame that is not masked", Send(OfText("bare").Unmasked()), Fails(1002));
        yield return new("1.6 a ping that is not masked", Send(OfPing("bare").Unmasked()), Fails(1002));
        yield return new("1.6 a closing frame that is not masked", Send(OfText("x")), Echo("x"), SendRaw(OfClose(1000).Unmasked().Encode()), Fails(1002));
        yield return new("1.7 a length of 2 octets that needs none", Send(OfText("short") with { LengthOctets = 2 }), Fails(1002));
        yield return new("1.7 a length of 8 octets that needs none", Send(OfText("short") with { LengthOctets = 8 }), Fails(1002));
        yield return new("1.7 a length of 8 octets that needs 2", Send(OfText(Letters(200)) with { LengthOctets = 8 }), Fails(1002));
        yield return new(
            "1.7 a length whose highest bit is set",
            Send(OfText("x") with { LengthOctets = 8, AnnouncedLength = 0x8000_0000_0000_0001 }), Fails(1002));
    }

    private static string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(static i => (char)('a' + (i % 26))));
}
