using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 6: what is text and what is not (RFC 6455 §8.1), however it is cut, and as soon as it can be told.</summary>
public sealed class Utf8Tests(EchoApi api)
{
    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Text_is_UTF_8_or_fails_the_connection(string name) => Table.RunAsync(name, api);

    private static IEnumerable<SocketCase> Rows() => [.. WellFormed(), .. Malformed(), .. AtOnce()];

    private static IEnumerable<SocketCase> WellFormed()
    {
        foreach (var (what, bytes) in Utf8Samples.Valid())
        {
            yield return new($"6.1 {what}", Send(OfText(bytes)), Echo(bytes));
            yield return new($"6.2 {what}, each octet a piece", Send(Pieces(bytes)), Echo(bytes));
            yield return new($"6.2 {what}, each octet a segment", SendIn(1, OfText(bytes)), Echo(bytes));
        }

        yield return new("6.3 an empty text in three pieces and a text", Send(OfText("").More(), OfContinuation("").More(), OfContinuation("ä")), Echo("ä"));
        yield return new("6.3 a character that a ping divides",
            Send(OfText([0xc3]).More(), OfPing("p"), new SocketFrame(Continuation, [0xa4])), Pong("p"), Echo("ä"));
    }

    private static IEnumerable<SocketCase> Malformed()
    {
        foreach (var (what, bytes, _) in Utf8Samples.Invalid())
        {
            yield return new($"6.4 {what}", Send(OfText(bytes)), Fails(1007));
            yield return new($"6.5 {what}, behind much text", Send(OfText([.. new byte[5_000].Select(static _ => (byte)'x'), .. bytes])), Fails(1007));
            yield return new($"6.5 {what}, octet by octet", SendIn(1, OfText(bytes)), Fails(1007));
        }
    }

    /// <summary>Pieces of a message that never ends: the server knows from what has come (RFC 6455 §8.1, §11.5 of the sheet).</summary>
    private static IEnumerable<SocketCase> AtOnce()
    {
        foreach (var (what, bytes, wrong) in Utf8Samples.Invalid().Where(static one => one.Wrong < one.Bytes.Length))
        {
            yield return new(
                $"6.6 {what}, in the first of two pieces", Send(OfText(bytes[..(wrong + 1)]).More()), Fails(1007));
            if (wrong > 0)
            {
                yield return new(
                    $"6.7 {what}, where the second piece begins",
                    Send(OfText(bytes[..wrong]).More(), new SocketFrame(Continuation, [bytes[wrong]]).More()), Fails(1007));
            }
        }

        yield return new("6.8 a message that ends inside a character", Send(OfText([0xe2, 0x82]).More(), OfContinuation("")), Fails(1007));
        yield return new("6.8 a message well, the next one not", Send(OfText("ä"), OfText([0xff])), Echo("ä"), Fails(1007));
    }

    private static SocketFrame[] Pieces(byte[] bytes) =>
    [
        .. bytes.Select((octet, index) => new SocketFrame(index == 0 ? Text : Continuation, [octet])
        {
            IsFinal = index == bytes.Length - 1,
        }),
    ];
}
