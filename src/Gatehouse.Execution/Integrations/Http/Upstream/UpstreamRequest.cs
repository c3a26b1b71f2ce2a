using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Text.Unicode;
using Microsoft.Extensions.ObjectPool;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>A request as bytes, built once in a pooled buffer. The framing is the client's own: Content-Length,
/// Transfer-Encoding and the connection's headers are written at the end and never taken from the caller
/// (security.md §11.1, §11.2).</summary>
internal sealed partial class UpstreamRequest : IDisposable
{
    // The largest tail: Connection, Content-Length with 19 digits, the empty line.
    private const int TailBytes = 96;

    private static readonly ObjectPool<UpstreamRequest> Pool = new DefaultObjectPool<UpstreamRequest>(
        new Recycling(), UpstreamLimits.PooledRequests);

    private byte[] _buffer = new byte[UpstreamLimits.RequestBufferBytes];
    private int _length;
    private bool _hasHost;
    private bool _isSealed;
    private bool _isRented;

    private UpstreamRequest()
    {
    }

    /// <summary>The backend must not send a body in the answer.</summary>
    public bool IsHead { get; private set; }

    /// <summary>RFC 9110 §9.2.2: sending it twice means the same as sending it once.</summary>
    public bool IsIdempotent { get; private set; }

    /// <summary>After sealing: head, and the body when it was small.</summary>
    public ReadOnlyMemory<byte> FirstBytes => _buffer.AsMemory(0, _length);

    /// <summary>Request line and headers so far, for the log; the connection's own headers come with the sealing.</summary>
    public ReadOnlySpan<byte> HeadSoFar => _buffer.AsSpan(0, _length);

    /// <summary>After sealing: what follows <see cref="FirstBytes"/>; empty when the body went with them.</summary>
    public ReadOnlyMemory<byte> RestOfBody { get; private set; }

    /// <summary>After sealing: the body that must be pumped; null when it is in memory.</summary>
    public PipeReader? BodyReader { get; private set; }

    /// <summary>Bytes that <see cref="BodyReader"/> must give; null: chunked.</summary>
    public long? BodyLength { get; private set; }

    /// <summary>After sealing: all bytes are still here and twice means the same as once.</summary>
    public bool MayBeSentAgain => IsIdempotent && BodyReader is null;

    /// <summary>A clean request from the pool; Dispose gives it back. Keep it until SendAsync returned.</summary>
    public static UpstreamRequest Rent()
    {
        var request = Pool.Get();
        request._isRented = true;
        return request;
    }

    /// <summary>False when the method is no token (or CONNECT), or the target has a byte that would break the line.</summary>
    public bool Start(ReadOnlySpan<char> method, ReadOnlySpan<char> pathAndQuery)
    {
        Reset();
        if (!HeaderBytes.IsToken(method)
            || method is "CONNECT"
            || pathAndQuery.IsEmpty
            || pathAndQuery.ContainsAnyExcept(HeaderBytes.TargetChars)
            || (pathAndQuery[0] != '/' && pathAndQuery is not "*")
            || !HasRoom(method.Length + pathAndQuery.Length + " HTTP/1.1\r\n ".Length))
        {
            return false;
        }

        IsHead = method is "HEAD";
        IsIdempotent = IsHead || method is "GET" or "PUT" or "DELETE" or "OPTIONS" or "TRACE";
        BodyLength = method is "POST" or "PUT" or "PATCH" ? 0 : null;
        AppendAscii(method);
        Append(" "u8);
        AppendAscii(pathAndQuery);
        Append(" HTTP/1.1\r\n"u8);
        return true;
    }

    /// <summary>False (and nothing added) when the name is no token, is a framing or hop-by-hop header or a second Host,
    /// the value holds CR, LF, NUL or another control byte, or the head grows too large. UTF-8 on the wire.</summary>
    public bool AddHeader(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        Debug.Assert(_length > 0 && !_isSealed, "Headers come between Start and SendAsync.");
        if (!HeaderBytes.IsToken(name)
            || value.ContainsAny(HeaderBytes.ControlChars)
            || !HasRoom(name.Length + BytesOf(value) + ": \r\n".Length))
        {
            return false;
        }

        // Written at the end of the buffer first, looked at there, and kept by moving the length.
        var start = _length;
        AppendAscii(name);
        if (!Admits(_buffer.AsSpan(start, name.Length)))
        {
            _length = start;
            return false;
        }

        Append(": "u8);
        if (Utf8.FromUtf16(value, _buffer.AsSpan(_length), out _, out var written, replaceInvalidSequences: false)
            != OperationStatus.Done)
        {
            _length = start;
            return false;
        }

        _length += written;
        Append("\r\n"u8);
        _hasHost |= IsHost(name.Length, start);
        return true;
    }

    /// <summary>As the other overload; the bytes of the value go out as they are.</summary>
    public bool AddHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Debug.Assert(_length > 0 && !_isSealed, "Headers come between Start and SendAsync.");
        if (!HeaderBytes.IsToken(name)
            || value.ContainsAny(HeaderBytes.Control)
            || !HasRoom(name.Length + value.Length + ": \r\n".Length)
            || !Admits(name))
        {
            return false;
        }

        var start = _length;
        Append(name);
        Append(": "u8);
        Append(value);
        Append("\r\n"u8);
        _hasHost |= IsHost(name.Length, start);
        return true;
    }

    public void SetBody(ReadOnlyMemory<byte> body)
    {
        RestOfBody = body;
        BodyReader = null;
        BodyLength = body.Length;
    }

    /// <summary>The reader stays the caller's; nobody touches it after the exchange is disposed. A null length: sent
    /// chunked.</summary>
    public void SetBody(PipeReader body, long? length)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        RestOfBody = default;
        BodyReader = body;
        BodyLength = length;
    }

    public void Dispose()
    {
        if (_isRented)
        {
            _isRented = false;
            Pool.Return(this);
        }
    }

    /// <summary>Writes what is the client's own, and takes a body that is here and small into the same send.</summary>
    public void Seal(ReadOnlySpan<byte> hostLine)
    {
        if (_isSealed)
        {
            return; // A second attempt sends the same bytes.
        }

        Debug.Assert(_length > 0, "SendAsync wants a started request.");
        _isSealed = true;
        Ensure(hostLine.Length + TailBytes);
        if (!_hasHost)
        {
            Append(hostLine);
        }

        // The default of HTTP/1.1, still written: what AWS sends to its backends (rest-execution.md §5.5).
        Append("Connection: keep-alive\r\n"u8);
        AppendFraming();
        Append("\r\n"u8);
        TakeSmallBody();
    }

    private void AppendFraming()
    {
        if (BodyLength is { } length)
        {
            Append("Content-Length: "u8);
            var fits = Utf8Formatter.TryFormat(length, _buffer.AsSpan(_length), out var written);
            Debug.Assert(fits, "Room for the tail was made.");
            _length += written;
            Append("\r\n"u8);
        }
        else if (BodyReader is not null)
        {
            Append("Transfer-Encoding: chunked\r\n"u8);
        }
    }

    private void TakeSmallBody()
    {
        if (BodyReader is not null)
        {
            TakeArrivedBody(BodyReader);
        }
        else if (RestOfBody.Length is > 0 and <= UpstreamLimits.SmallBodyBytes)
        {
            Ensure(RestOfBody.Length);
            Append(RestOfBody.Span);
            RestOfBody = default;
        }
    }

    private void TakeArrivedBody(PipeReader reader)
    {
        if (BodyLength is 0)
        {
            BodyReader = null;
            return;
        }

        // A reader that fails here fails again in the pump, which knows what to do about it; hence no catch and no read
        // unless the whole body can be taken.
        if (BodyLength is not { } length || length > UpstreamLimits.SmallBodyBytes || !reader.TryRead(out var result))
        {
            return;
        }

        if (result.IsCanceled || result.Buffer.Length != length)
        {
            reader.AdvanceTo(result.Buffer.Start);
            return;
        }

        Ensure((int)length);
        result.Buffer.CopyTo(_buffer.AsSpan(_length));
        _length += (int)length;
        reader.AdvanceTo(result.Buffer.End);
        BodyReader = null;
    }

    private bool Admits(ReadOnlySpan<byte> name) =>
        !HopByHop.IsReserved(name) && (!_hasHost || !Ascii.EqualsIgnoreCase(name, "host"u8));

    private bool IsHost(int nameLength, int start) =>
        nameLength == 4 && Ascii.EqualsIgnoreCase(_buffer.AsSpan(start, nameLength), "host"u8);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void AppendAscii(ReadOnlySpan<char> text)
    {
        var status = Ascii.FromUtf16(text, _buffer.AsSpan(_length), out var written);
        Debug.Assert(status == OperationStatus.Done, "Only checked characters come here.");
        _length += written;
    }

    private void Reset()
    {
        _length = 0;
        _hasHost = false;
        _isSealed = false;
        IsHead = false;
        IsIdempotent = false;
        RestOfBody = default;
        BodyReader = null;
        BodyLength = null;
    }
}
