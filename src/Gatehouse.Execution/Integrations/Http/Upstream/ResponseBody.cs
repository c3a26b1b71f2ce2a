using System.Buffers;
using System.Diagnostics;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Finds the body of one response in the bytes received: where it ends, and what is content. Does no I/O.</summary>
/// <remarks>Lives as long as its connection and is begun anew for each response.</remarks>
internal sealed class ResponseBody
{
    private BodyFraming _framing;
    private ChunkedDecoder _chunks;
    private long _left;
    private byte[] _bytes = [];
    private byte[]? _rented;
    private int _start;
    private int _end;

    public bool IsDone { get; private set; }

    public UpstreamFault Fault { get; private set; }

    public bool IsChunked => _framing == BodyFraming.Chunked;

    /// <summary>Content bytes still to come; null when only the end will tell.</summary>
    public long? Left => _framing switch
    {
        BodyFraming.None => 0,
        BodyFraming.Length => _left,
        _ => null,
    };

    /// <summary>Bytes arrived that belong to no response.</summary>
    public bool HasExtraBytes => IsDone && _start < _end;

    /// <summary>How many bytes may be received straight into their destination, because all of them are content.</summary>
    public long DirectBytes => IsDone || _start < _end || _framing == BodyFraming.Chunked
        ? 0
        : _framing == BodyFraming.Length ? _left : long.MaxValue;

    /// <summary>Where to receive when nothing may be received directly. All that was there must have been read.</summary>
    public Memory<byte> ReceiveBuffer
    {
        get
        {
            Debug.Assert(_start == _end, "Unread bytes would be overwritten.");
            _rented ??= ArrayPool<byte>.Shared.Rent(UpstreamLimits.BodyBufferBytes);
            return _rented;
        }
    }

    /// <summary>The head ended at <paramref name="start"/>; bytes up to <paramref name="end"/> arrived with it.</summary>
    public void Begin(BodyFraming framing, long length, byte[] bytes, int start, int end)
    {
        Debug.Assert(_rented is null, "The last response ended.");
        _framing = framing;
        _chunks = default;
        _left = length;
        _bytes = bytes;
        _start = start;
        _end = end;
        Fault = UpstreamFault.None;
        IsDone = framing == BodyFraming.None;
    }

    /// <summary>The next run of content among the bytes that are here; false when there is none (more must come, or it is done).</summary>
    public bool TryRead(out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (IsDone || Fault != UpstreamFault.None || _start == _end)
        {
            return false;
        }

        if (_framing == BodyFraming.Chunked)
        {
            return TryReadChunked(out content);
        }

        var run = _framing == BodyFraming.Length ? (int)Math.Min(_left, _end - _start) : _end - _start;
        content = _bytes.AsMemory(_start, run);
        _start += run;
        Take(run);
        return true;
    }

    /// <summary>Accounts for a receive into <see cref="ReceiveBuffer"/>: 0 is the end, negative the loss of the connection.</summary>
    public void Received(int count)
    {
        if (count <= 0)
        {
            EndOfStream(count);
            return;
        }

        _bytes = _rented!;
        _start = 0;
        _end = count;
    }

    /// <summary>Accounts for a receive of at most <see cref="DirectBytes"/> elsewhere.</summary>
    public void ReceivedDirect(int count)
    {
        if (count <= 0)
        {
            EndOfStream(count);
            return;
        }

        Take(count);
    }

    /// <summary>Gives the buffer back; the content handed out is gone with it.</summary>
    public void End()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }

        _bytes = [];
        _start = _end = 0;
    }

    private bool TryReadChunked(out ReadOnlyMemory<byte> content)
    {
        content = default;
        while (content.IsEmpty && _start < _end && !IsDone)
        {
            var taken = _chunks.Read(_bytes.AsSpan(_start, _end - _start), out var run);
            _start += taken;

            // A run of content is always the last of what was taken.
            content = _bytes.AsMemory(_start - run.Length, run.Length);
            IsDone = _chunks.IsDone;
            if (_chunks.IsBroken)
            {
                Fault = UpstreamFault.MalformedResponse;
                return false;
            }
        }

        return !content.IsEmpty;
    }

    private void Take(int count)
    {
        if (_framing == BodyFraming.Length)
        {
            _left -= count;
            Debug.Assert(_left >= 0, "Never more than announced.");
            IsDone = _left == 0;
        }
    }

    private void EndOfStream(int count)
    {
        if (count == 0 && _framing == BodyFraming.UntilClose)
        {
            IsDone = true;
            return;
        }

        Fault = UpstreamFault.ConnectionLost;
    }
}
