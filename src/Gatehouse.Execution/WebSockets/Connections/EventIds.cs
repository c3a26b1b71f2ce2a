using System.Buffers.Binary;
using Gatehouse.Execution.Exchange;

namespace Gatehouse.Execution.WebSockets.Connections;

/// <summary>
/// The ids of requests and messages: 16 characters as those of connections (websocket-api §3.9). The twelfth is <c>F</c> in
/// the former and <c>C</c> in the latter; the rest is random.
/// </summary>
internal static class EventIds
{
    private const int IdBytes = 11;
    private const byte RequestMark = 5; // 'F' in Base64
    private const byte MessageMark = 2; // 'C'

    public static string NewRequestId(RequestIdentifiers ids) => New(ids, RequestMark);

    public static string NewMessageId(RequestIdentifiers ids) => New(ids, MessageMark);

    private static string New(RequestIdentifiers ids, byte mark)
    {
        Span<byte> bytes = stackalloc byte[3 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ids.Draw());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], ids.Draw());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], ids.Draw());
        bytes[8] = (byte)((bytes[8] & 0xC0) | mark); // the twelfth character is the low six bits of the ninth byte
        return Base64Url.Write(bytes[..IdBytes]);
    }
}
