using System.Buffers;
using System.Diagnostics;
using System.Text.Unicode;
using Gatehouse.Execution.WebSockets.Compression;

namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>What the reader found next.</summary>
internal enum FrameEvent
{
    /// <summary>More bytes are needed.</summary>
    None = 0,

    /// <summary>A whole message: <see cref="FrameReader.TakeMessage"/>.</summary>
    Message = 1,

    /// <summary><see cref="FrameReader.Control"/> is its payload.</summary>
    Ping = 2,

    Pong = 3,

    /// <summary><see cref="FrameReader.Control"/> is its payload, <see cref="FrameReader.Status"/> what it says.</summary>
    Close = 4,

    /// <summary>The connection must be closed with <see cref="FrameReader.Status"/>.</summary>
    Fault = 5,
}

/// <summary>
/// Reads the frames of one client as their bytes come (RFC 6455 §5, websocket-api §5.1): unmasks, joins fragments, checks text
/// while it comes. Holds a buffer only while a message is under way.
/// </summary>
internal sealed partial class FrameReader(FrameRules rules)
{
    private const int FirstBytes = 4_096;

    private FrameHeader _frame;
    private int _frameRead;
    private bool _isInFrame;
    private bool _isInMessage;
    private bool _isBinary;
    private bool _isCompressed;
    private bool _isLost;
    private bool _hasPeerClosed;
    private Utf8Progress _utf8;
    private PooledBytes? _message;
    private byte[]? _control;

    /// <summary>The payload of the last control frame.</summary>
    public ReadOnlySpan<byte> Control => _control;

    /// <summary>Of a closing frame or a fault.</summary>
    public CloseStatus Status { get; private set; }

    /// <summary>A message has begun and is not complete.</summary>
    public bool IsWithinMessage => _isInMessage || _isInFrame;

    /// <summary>The last message is binary; only where the rules take such.</summary>
    public bool IsBinary => _isBinary;

    /// <summary>Reads on until something is whole.</summary>
    /// <param name="buffer">What came; afterwards what is left of it.</param>
    public FrameEvent Read(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            if (!_isInFrame)
            {
                if (!FrameHeader.TryRead(buffer, out var header, out var length))
                {
                    return Fail(CloseStatus.Protocol);
                }

                if (length == 0)
                {
                    return FrameEvent.None;
                }

                if (header.IsControl)
                {
                    return ReadControl(ref buffer, header, length);
                }

                if (Begin(header) is { } fault)
                {
                    return Fail(fault);
                }

                buffer = buffer.Slice(length);
            }

            if (!TryTakePayload(ref buffer))
            {
                return Fail(CloseStatus.InvalidText);
            }

            if (_frameRead < _frame.Length)
            {
                return FrameEvent.None;
            }

            _isInFrame = false;
            if (_frame.IsFinal)
            {
                return Complete();
            }
        }
    }

    /// <summary>
    /// After a fault: passes over what still comes, up to the peer's closing frame. Where the framing itself is lost, everything
    /// is passed over.
    /// </summary>
    /// <returns><see langword="true"/> when the peer has closed.</returns>
    public bool SkipToClose(ref ReadOnlySequence<byte> buffer)
    {
        if (_hasPeerClosed)
        {
            return true;
        }

        while (!_isLost)
        {
            var skipped = Math.Min(buffer.Length, _frame.Length - _frameRead);
            if (_isInFrame && skipped > 0)
            {
                _frame = _frame with { Length = _frame.Length - skipped };
                buffer = buffer.Slice(skipped);
            }

            if (_isInFrame && _frameRead < _frame.Length)
            {
                return false;
            }

            if (!FrameHeader.TryRead(buffer, out var header, out var length))
            {
                break;
            }

            if (length == 0)
            {
                return false;
            }

            if (header.Opcode == Opcode.Close)
            {
                return true;
            }

            buffer = buffer.Slice(length);
            _frame = header;
            _frameRead = 0;
            _isInFrame = true;
        }

        _isLost = true;
        buffer = buffer.Slice(buffer.End);
        return false;
    }

    /// <summary>The message that was found; the caller owns it from now on.</summary>
    public PooledBytes TakeMessage()
    {
        Debug.Assert(_message is not null, "there is a message to take");
        var message = _message;
        _message = null;
        return message;
    }

    /// <summary>Gives back what a message under way holds.</summary>
    public void Release()
    {
        _message?.Dispose();
        _message = null;
    }

    private FrameEvent Fail(in CloseStatus status)
    {
        Status = status;
        return FrameEvent.Fault;
    }

    /// <returns>Why the frame may not come now, or <see langword="null"/>.</returns>
    private CloseStatus? Begin(in FrameHeader header)
    {
        var isContinuation = header.Opcode == Opcode.Continuation;
        if (isContinuation != _isInMessage
            || (header.IsCompressed && (isContinuation || !rules.IsCompressionAgreed)))
        {
            return CloseStatus.Protocol;
        }

        if (!isContinuation)
        {
            if (header.Opcode == Opcode.Binary && !rules.TakesBinary)
            {
                return CloseStatus.Binary;
            }

            _isBinary = header.Opcode == Opcode.Binary;
            _isCompressed = header.IsCompressed;
            _utf8.Reset();
        }

        if (header.Length > rules.MaxFrameBytes || (_message?.Length ?? 0) + header.Length > rules.MaxMessageBytes)
        {
            return CloseStatus.TooBig;
        }

        _frame = header;
        _frameRead = 0;
        _isInFrame = true;
        _isInMessage = true;
        // A head costs an attacker six bytes: beyond a small buffer, room is made for what really comes.
        _message ??= new PooledBytes((int)Math.Clamp(header.Length, 1, FirstBytes));
        return null;
    }

    private bool TryTakePayload(ref ReadOnlySequence<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _frame.Length - _frameRead);
        if (count == 0)
        {
            return true;
        }

        var span = _message!.GetSpan(count)[..count];
        buffer.Slice(0, count).CopyTo(span);
        Masking.Apply(span, _frame.Key, _frameRead);
        _message.Advance(count);
        _frameRead += count;
        buffer = buffer.Slice(count);
        return _isBinary || _isCompressed || _utf8.TryAdd(span);
    }

    private FrameEvent Complete()
    {
        _isInMessage = false;
        if (_isCompressed)
        {
            return Inflate();
        }

        return _isBinary || _utf8.IsComplete ? FrameEvent.Message : Fail(CloseStatus.InvalidText);
    }

    private FrameEvent Inflate()
    {
        var packed = TakeMessage();
        var outcome = MessageInflater.TryInflate(packed.Written, rules.MaxMessageBytes, out var inflated);
        packed.Dispose();
        if (outcome != InflateOutcome.Done)
        {
            return Fail(outcome == InflateOutcome.TooBig ? CloseStatus.TooBig : CloseStatus.InvalidText);
        }

        _message = inflated;
        return _isBinary || Utf8.IsValid(_message!.WrittenSpan) ? FrameEvent.Message : Fail(CloseStatus.InvalidText);
    }
}
