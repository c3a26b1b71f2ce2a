using static Gatehouse.Conformance.WebSockets.SocketCase;
using static Gatehouse.Conformance.WebSockets.SocketFrame;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>Group 4: opcodes that mean nothing (RFC 6455 §5.2, §11.8).</summary>
public sealed class OpcodeTests(EchoApi api)
{
    private static readonly SocketTable Table = new(Rows());

    public static TheoryData<string> Cases => Table.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task An_unknown_opcode_fails_the_connection(string name) => Table.RunAsync(name, api);

    private static IEnumerable<SocketCase> Rows()
    {
        foreach (var opcode in new[] { 3, 4, 5, 6, 7, 11, 12, 13, 14, 15 })
        {
            yield return new($"4.1 opcode {opcode} without payload", Send(new SocketFrame(opcode, [])), Fails(1002));
            yield return new($"4.2 opcode {opcode} with payload", Send(new SocketFrame(opcode, "payload"u8.ToArray())), Fails(1002));
            yield return new(
                $"4.3 opcode {opcode} after a message",
                Send(OfText("before"), new SocketFrame(opcode, [])), Echo("before"), Fails(1002));
            yield return new(
                $"4.4 opcode {opcode} inside a message",
                Send(OfText("a").More(), new SocketFrame(opcode, []) , OfContinuation("b")), Fails(1002));
        }
    }
}
