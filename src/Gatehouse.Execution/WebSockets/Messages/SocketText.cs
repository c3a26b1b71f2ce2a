using System.Text;
using System.Text.Unicode;

namespace Gatehouse.Execution.WebSockets.Messages;

/// <summary>All that goes to a client is text (websocket-api §6.4): what is none gets U+FFFD in its place.</summary>
internal static class SocketText
{
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> bytes) => Utf8.IsValid(bytes.Span)
        ? bytes
        : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
}
