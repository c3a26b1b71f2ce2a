using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 3: bits that no extension was agreed for (RFC 6455 §5.2).</summary>
public sealed class ReservedBitTests(EchoApi api)
{
    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_reserved_bit_fails_the_connection(string name) => Table.RunAsync(name, api);

    private static IEnumerable<SocketCase> Rows()
    {
        foreach (var bits in Enumerable.Range(1, 7))
        {
            yield return new($"3.1 bits {bits} on a text", Send(OfText("x") with { Reserved = bits }), Fails(1002));
            yield return new($"3.2 bits {bits} on a ping", Send(OfPing("x") with { Reserved = bits }), Fails(1002));
            yield return new(
                $"3.3 bits {bits} on a closing frame",
                SendRaw((OfClose(1000) with { Reserved = bits }).Encode()), Fails(1002));
        }

        yield return new("3.4 a bit on what continues", Send(OfText("a").More(), OfContinuation("b") with { Reserved = 4 }), Fails(1002));
        yield return new("3.5 a bit after a message that was well", Send(OfText("a"), OfText("b") with { Reserved = 2 }), Echo("a"), Fails(1002));
        yield return new("3.6 a bit on a pong", Send(OfPong("x") with { Reserved = 4 }), Fails(1002));
    }
}
