using System.Text;
using Shouldly;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>One row of the conformance tables: what a client does, and what it must then see.</summary>
/// <param name="Name">Group, number and what is shown.</param>
/// <param name="Steps">In order.</param>
internal sealed record SocketCase(string Name, params Func<RawSocket, Task>[] Steps)
{
    private const string Fence = "fence";

    /// <summary>
    /// Runs the steps. A connection that is still open must then answer one more message, close when it is asked to, and
    /// have sent nothing that no step read.
    /// </summary>
    public async Task RunAsync(EchoApi api, string more = "")
    {
        using var socket = await api.OpenAsync(more);
        foreach (var step in Steps)
        {
            await step(socket);
        }

        if (socket.Closing is null)
        {
            await socket.SendAsync(SocketFrame.OfText(Fence));
            (await socket.ReadMessageAsync()).PayloadText.ShouldBe(Fence);
            await socket.SendAsync(SocketFrame.OfClose(1000));
            (await socket.ReadToEndAsync()).ShouldNotBeNull("the closing frame was not answered").CloseCode.ShouldBe(1000);
        }

        socket.Unread.ShouldBe(0, "something came that nobody asked for");
        socket.Pieces.ShouldAllBe(static frame => !frame.IsMasked, "a server masks nothing (RFC 6455 §5.1)");
    }

    /// <summary>All frames in one write.</summary>
    public static Func<RawSocket, Task> Send(params SocketFrame[] frames) => socket => socket.SendAsync(frames);

    /// <summary>All frames in writes of so many octets.</summary>
    public static Func<RawSocket, Task> SendIn(int octets, params SocketFrame[] frames) => socket =>
        socket.SendInPiecesAsync(frames.SelectMany(static frame => frame.Encode()).ToArray(), octets);

    public static Func<RawSocket, Task> SendRaw(params byte[] bytes) => socket => socket.SendAsync(bytes);

    /// <summary>A whole text message with this content.</summary>
    public static Func<RawSocket, Task> Echo(string text) => Echo(Encoding.UTF8.GetBytes(text));

    public static Func<RawSocket, Task> Echo(byte[] content) => async socket =>
    {
        var message = await socket.ReadMessageAsync();
        message.Opcode.ShouldBe(SocketFrame.Text);
        message.Reserved.ShouldBe(0);
        message.Payload.AsSpan().SequenceEqual(content).ShouldBeTrue(
            $"{message.Payload.Length} octets came, {content.Length} were sent: {Head(message.Payload)}");
    };

    public static Func<RawSocket, Task> Pong(string text) => Pong(Encoding.UTF8.GetBytes(text));

    public static Func<RawSocket, Task> Pong(byte[] content) => async socket =>
    {
        var pong = await socket.ReadPongAsync();
        pong.Opcode.ShouldBe(SocketFrame.Pong);
        (pong.IsFinal, pong.Reserved, pong.IsMasked).ShouldBe((true, 0, false));
        pong.Payload.ShouldBe(content);
    };

    /// <summary>The server fails the connection with this code (RFC 6455 §7.1.7).</summary>
    public static Func<RawSocket, Task> Fails(int code) => async socket =>
    {
        var closing = await socket.ReadToEndAsync();
        closing.ShouldNotBeNull("the connection ended without a closing frame").CloseCode.ShouldBe(code, closing.CloseReason);
    };

    /// <summary>The server answers our closing frame with this one.</summary>
    public static Func<RawSocket, Task> Closes(int code, string reason = "") => async socket =>
    {
        var closing = await socket.ReadToEndAsync();
        closing.ShouldNotBeNull("the connection ended without a closing frame");
        (closing.CloseCode, closing.CloseReason).ShouldBe((code, reason));
        (closing.IsFinal, closing.Reserved, closing.IsMasked).ShouldBe((true, 0, false));
    };

    private static string Head(byte[] bytes) => Encoding.UTF8.GetString(bytes, 0, Math.Min(bytes.Length, 80));
}
