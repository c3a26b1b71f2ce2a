using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>Control frames: whole or not at all, since they are short (RFC 6455 §5.5).</summary>
internal sealed partial class FrameReader
{
    private const int CodeBytes = 2;

    private FrameEvent ReadControl(ref ReadOnlySequence<byte> buffer, in FrameHeader header, int headBytes)
    {
        if (header.IsCompressed)
        {
            return Fail(CloseStatus.Protocol);
        }

        var length = (int)header.Length;
        if (buffer.Length < headBytes + length)
        {
            return FrameEvent.None;
        }

        _control = length == 0 ? null : new byte[length];
        if (_control is not null)
        {
            buffer.Slice(headBytes, length).CopyTo(_control);
            Masking.Apply(_control, header.Key, 0);
        }

        buffer = buffer.Slice(headBytes + length);
        switch (header.Opcode)
        {
            case Opcode.Ping:
                return FrameEvent.Ping;
            case Opcode.Pong:
                return FrameEvent.Pong;
            default:
                return ReadClose();
        }
    }

    private FrameEvent ReadClose()
    {
        _hasPeerClosed = true; // however wrong it says so
        var payload = Control;
        if (payload.IsEmpty)
        {
            Status = CloseStatus.NoStatus;
            return FrameEvent.Close;
        }

        if (payload.Length < CodeBytes || !CloseCode.IsSendable(BinaryPrimitives.ReadUInt16BigEndian(payload)))
        {
            return Fail(CloseStatus.Protocol);
        }

        if (!Utf8.IsValid(payload[CodeBytes..]))
        {
            return Fail(CloseStatus.InvalidText);
        }

        Status = new CloseStatus(
            BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload[CodeBytes..]));
        return FrameEvent.Close;
    }
}
