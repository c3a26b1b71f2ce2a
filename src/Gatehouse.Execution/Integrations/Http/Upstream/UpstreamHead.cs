using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>The head of a response: a strict incremental parser and what it found, as places in the connection's buffer.</summary>
/// <remarks>Lives as long as its connection and is reset for each response. Strict means: CRLF only, no folding, names are
/// tokens, no control bytes in values, one Content-Length, one coding; whatever two readers could understand differently
/// is refused (security.md §11.1, RFC 9112 §6.3).</remarks>
internal sealed class UpstreamHead
{
    private readonly HeaderTexts _texts = new();
    private HeaderSlot[] _slots = new HeaderSlot[16];
    private byte[] _buffer = [];
    private int _lineStart;
    private int _searched;
    private bool _hasStatusLine;
    private bool _isHttp10;
    private bool _hasTransferEncoding;
    private ConnectionDirectives _directives = new();

    /// <summary>Bytes from the start of the buffer to the end of the head.</summary>
    public int Length => _lineStart;

    public int StatusCode { get; private set; }

    public int Count { get; private set; }

    public long? DeclaredLength { get; private set; }

    /// <summary>The backend's <c>Keep-Alive: timeout=N</c>; infinite when it gave none.</summary>
    public TimeSpan KeepAliveHint => _directives.KeepAliveHint;

    /// <summary>Connection names other headers than close and keep-alive: those are hop-by-hop too.</summary>
    public bool ConnectionNamesHeaders => _directives.NamesHeaders;

    public bool KeepsAlive => !_directives.SaysClose && (!_isHttp10 || _directives.SaysKeepAlive);

    public bool IsInterim => StatusCode < 200;

    public void Reset() => Restart(0);

    /// <summary>Forgets an interim response; the next one begins where it ended.</summary>
    public void SkipInterim() => Restart(_lineStart);

    /// <summary>Goes on where the last call stopped. <paramref name="filled"/> counts from the start of the buffer, which may have
    /// been replaced by a larger copy.</summary>
    public HeadProgress Parse(byte[] buffer, int filled)
    {
        _buffer = buffer;
        var bytes = buffer.AsSpan(0, filled);
        if (!_hasStatusLine && !MayBeStatusLine(bytes[_lineStart..]))
        {
            return HeadProgress.Malformed; // Garbage is refused at once, not when a line end happens to come.
        }

        while (true)
        {
            var feed = bytes[_searched..].IndexOf((byte)'\n');
            if (feed < 0)
            {
                _searched = filled;
                return HeadProgress.Incomplete;
            }

            var lineEnd = _searched + feed;
            _searched = lineEnd + 1;
            if (lineEnd == _lineStart || bytes[lineEnd - 1] != '\r')
            {
                return HeadProgress.Malformed;
            }

            var line = bytes[_lineStart..(lineEnd - 1)];
            if (line.IsEmpty)
            {
                _lineStart = _searched;
                return _hasStatusLine && IsUnambiguous() ? HeadProgress.Complete : HeadProgress.Malformed;
            }

            var progress = _hasStatusLine ? AddHeader(line) : ReadStatusLine(line);
            if (progress != HeadProgress.Incomplete)
            {
                return progress;
            }

            _lineStart = _searched;
        }
    }

    /// <summary>RFC 9112 §6.3, for a request that was HEAD or not.</summary>
    public BodyFraming FramingFor(bool wasHead)
    {
        if (wasHead || StatusCode is 204 or 304)
        {
            return BodyFraming.None;
        }

        if (_hasTransferEncoding)
        {
            return BodyFraming.Chunked;
        }

        return DeclaredLength is { } length
            ? length == 0 ? BodyFraming.None : BodyFraming.Length
            : BodyFraming.UntilClose;
    }

    public ReadOnlySpan<byte> NameAt(int index) => _buffer.AsSpan(_slots[index].NameStart, _slots[index].NameLength);

    public ReadOnlySpan<byte> ValueAt(int index) => _buffer.AsSpan(_slots[index].ValueStart, _slots[index].ValueLength);

    public string NameTextAt(int index) => _texts.NameOf(index, NameAt(index));

    public string ValueTextAt(int index) => _texts.ValueOf(index, ValueAt(index));

    /// <summary>True when some Connection header lists that name.</summary>
    public bool IsNamedByConnection(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < Count; index++)
        {
            if (Ascii.EqualsIgnoreCase(NameAt(index), "connection"u8) && ConnectionDirectives.Lists(ValueAt(index), name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayBeStatusLine(ReadOnlySpan<byte> bytes)
    {
        var expected = "HTTP/1."u8;
        var length = Math.Min(bytes.Length, expected.Length);
        return bytes[..length].SequenceEqual(expected[..length]);
    }

    private HeadProgress ReadStatusLine(ReadOnlySpan<byte> line)
    {
        // "HTTP/1.1 200" with or without a space and a reason after it: some servers leave the space out.
        if (line.Length < 12
            || !MayBeStatusLine(line)
            || line[7] is not ((byte)'0' or (byte)'1')
            || line[8] != ' '
            || !IsDigit(line[9]) || !IsDigit(line[10]) || !IsDigit(line[11])
            || (line.Length > 12 && line[12] != ' ')
            || line[12..].ContainsAny(HeaderBytes.Control))
        {
            return HeadProgress.Malformed;
        }

        StatusCode = ((line[9] - '0') * 100) + ((line[10] - '0') * 10) + (line[11] - '0');
        _isHttp10 = line[7] == '0';
        _hasStatusLine = true;

        // 101 answers an Upgrade that is never sent; below 100 nothing is defined.
        return StatusCode is < 100 or 101 ? HeadProgress.Malformed : HeadProgress.Incomplete;
    }

    private HeadProgress AddHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0 || !HeaderBytes.IsToken(line[..colon]))
        {
            return HeadProgress.Malformed; // A folded line begins with white space, which is no token.
        }

        if (Count == UpstreamLimits.HeaderCount)
        {
            return HeadProgress.TooLarge;
        }

        var start = colon + 1;
        var end = line.Length;
        while (start < end && line[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && line[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        var value = line[start..end];
        if (value.ContainsAny(HeaderBytes.Control))
        {
            return HeadProgress.Malformed;
        }

        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, _slots.Length * 2);
        }

        _slots[Count++] = new HeaderSlot(_lineStart, colon, _lineStart + start, value.Length);
        return LearnFraming(line[..colon], value) ? HeadProgress.Incomplete : HeadProgress.Malformed;
    }

    private bool LearnFraming(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 14 when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                return LearnLength(value);
            case 17 when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                // No other coding was offered, so none is acceptable; a second line would be a list.
                var isFirst = !_hasTransferEncoding;
                _hasTransferEncoding = true;
                return isFirst && Ascii.EqualsIgnoreCase(value, "chunked"u8);
            case 10 when Ascii.EqualsIgnoreCase(name, "connection"u8):
                _directives.AddConnection(value);
                return true;
            case 10 when Ascii.EqualsIgnoreCase(name, "keep-alive"u8):
                _directives.AddKeepAlive(value);
                return true;
            default:
                return true;
        }
    }

    private bool LearnLength(ReadOnlySpan<byte> value)
    {
        // Digits only: no sign, no list, no second line, even when equal. 18 digits always fit a long.
        if (DeclaredLength is not null
            || value.Length is 0 or > 18
            || value.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !Utf8Parser.TryParse(value, out long length, out var consumed)
            || consumed != value.Length)
        {
            return false;
        }

        DeclaredLength = length;
        return true;
    }

    /// <summary>RFC 9112 §6.1: both lengths, or a coding from HTTP/1.0, is how smuggling looks from the client's side.</summary>
    private bool IsUnambiguous() => !_hasTransferEncoding || (DeclaredLength is null && !_isHttp10);

    private void Restart(int position)
    {
        Debug.Assert(position >= 0, "Positions count from the start of the buffer.");
        _lineStart = position;
        _searched = position;
        _hasStatusLine = false;
        _isHttp10 = false;
        _hasTransferEncoding = false;
        _directives = new ConnectionDirectives();
        StatusCode = 0;
        Count = 0;
        DeclaredLength = null;
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct HeaderSlot(int NameStart, int NameLength, int ValueStart, int ValueLength);
}
