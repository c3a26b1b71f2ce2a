using System.Buffers.Binary;
using System.Text;

namespace Gatehouse.Conformance.WebSockets;

/// <summary>One frame as RFC 6455 §5.2 draws it, also such frames as nobody may send.</summary>
internal sealed record SocketFrame(int Opcode, byte[] Payload)
{
    public const int Continuation = 0;

    public const int Text = 1;

    public const int Binary = 2;

    public const int Close = 8;

    public const int Ping = 9;

    public const int Pong = 10;

    private static readonly byte[] Key = [0x37, 0xfa, 0x21, 0x3d];

    public bool IsFinal { get; init; } = true;

    /// <value>The three reserved bits: 4 is RSV1, 2 is RSV2, 1 is RSV3.</value>
    public int Reserved { get; init; }

    public bool IsMasked { get; init; } = true;

    public byte[] MaskingKey { get; init; } = Key;

    /// <summary>The length that is announced where it is not the payload's own.</summary>
    public ulong? AnnouncedLength { get; init; }

    /// <value>Octets of the extended length, 2 or 8, where they are more than needed.</value>
    public int LengthOctets { get; init; }

    public bool IsControl => Opcode >= Close;

    public string PayloadText => Encoding.UTF8.GetString(Payload);

    /// <value>Of a closing frame; 1005 when it has none (RFC 6455 §7.4.1).</value>
    public int CloseCode => Payload.Length < 2 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public string CloseReason => Payload.Length < 2 ? "" : Encoding.UTF8.GetString(Payload.AsSpan(2));

    public static SocketFrame OfText(string text) => new(Text, Encoding.UTF8.GetBytes(text));

    public static SocketFrame OfText(byte[] bytes) => new(Text, bytes);

    public static SocketFrame OfPing(string text = "") => new(Ping, Encoding.UTF8.GetBytes(text));

    public static SocketFrame OfPong(string text = "") => new(Pong, Encoding.UTF8.GetBytes(text));

    public static SocketFrame OfContinuation(string text) => new(Continuation, Encoding.UTF8.GetBytes(text));

    public static SocketFrame OfClose() => new(Close, []);

    public static SocketFrame OfClose(int code, string reason = "") => OfClose(code, Encoding.UTF8.GetBytes(reason));

    public static SocketFrame OfClose(int code, byte[] reason) =>
        new(Close, [(byte)(code >> 8), (byte)code, .. reason]);

    /// <summary>This frame as a part of a message that goes on.</summary>
    public SocketFrame More() => this with { IsFinal = false };

    public SocketFrame Unmasked() => this with { IsMasked = false };

    public byte[] Encode()
    {
        var length = AnnouncedLength ?? (ulong)Payload.Length;
        var octets = LengthOctets > 0 ? LengthOctets : length < 126 ? 0 : length <= ushort.MaxValue ? 2 : 8;
        var bytes = new List<byte>(Payload.Length + 14)
        {
            (byte)((IsFinal ? 0x80 : 0) | (Reserved << 4) | Opcode),
            (byte)((IsMasked ? 0x80 : 0) | (octets switch { 0 => (int)length, 2 => 126, _ => 127 })),
        };
        for (var i = octets - 1; i >= 0; i--)
        {
            bytes.Add((byte)(length >> (8 * i)));
        }

        if (IsMasked)
        {
            bytes.AddRange(MaskingKey);
        }

        for (var i = 0; i < Payload.Length; i++)
        {
            bytes.Add(IsMasked ? (byte)(Payload[i] ^ MaskingKey[i % 4]) : Payload[i]);
        }

        return [.. bytes];
    }
}
