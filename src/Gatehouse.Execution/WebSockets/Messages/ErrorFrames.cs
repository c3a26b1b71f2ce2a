using System.Text;
using System.Text.Json;

namespace Gatehouse.Execution.WebSockets.Messages;

/// <summary>The frames of the gateway itself, to the space as Amazon writes them (websocket-api §5.3, §5.9).</summary>
internal static class ErrorFrames
{
    public static byte[] Of(RouteEvent call, SocketFault fault) => Of(call, fault, Id(call, fault));

    /// <summary>The body of a refused handshake: the same members, with the request's id always (§3.3).</summary>
    public static byte[] OfHandshake(RouteEvent call, SocketFault fault) =>
        Of(call, fault, $"\"requestId\":\"{call.RequestId}\"");

    private static byte[] Of(RouteEvent call, SocketFault fault, string id) => Encoding.UTF8.GetBytes(
        $"{{\"message\": \"{JsonEncodedText.Encode(fault.Message)}\", \"connectionId\":\"{call.Client.ConnectionId}\", {id}}}");

    /// <summary>The guide shows a body that does not fit with its message's id (§5.4; unconfirmed on the wire).</summary>
    private static string Id(RouteEvent call, SocketFault fault) => ReferenceEquals(fault, SocketFault.BadBody)
        ? $"\"messageId\":\"{call.MessageId}\""
        : $"\"requestId\":\"{call.RequestId}\"";
}
