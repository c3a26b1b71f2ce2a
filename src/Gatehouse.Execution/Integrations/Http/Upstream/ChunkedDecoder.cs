using System.Diagnostics;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Reads the chunked coding piece by piece (RFC 9112 §7.1). Extensions and trailers are checked and dropped.</summary>
/// <remarks>A mutable struct on purpose: it lives in one exchange and is never copied. Strict: CRLF only, also inside
/// extensions and trailers (CVE-2025-55315 and CVE-2025-22871 are what a bare LF there costs).</remarks>
internal struct ChunkedDecoder
{
    private Part _part;
    private long _left;
    private int _digits;
    private int _lineBytes;
    private int _trailerBytes;

    private enum Part
    {
        Size = 0,
        Extension = 1,
        SizeFeed = 2,
        Bytes = 3,
        BytesReturn = 4,
        BytesFeed = 5,
        TrailerStart = 6,
        Trailer = 7,
        TrailerFeed = 8,
        LastFeed = 9,
        Done = 10,
        Broken = 11,
    }

    public readonly bool IsDone => _part == Part.Done;

    public readonly bool IsBroken => _part == Part.Broken;

    /// <summary>Takes what it can of <paramref name="input"/> up to and including one run of body bytes, which it hands out.</summary>
    /// <returns>Bytes taken. Zero only when the input is empty or the body is done or broken.</returns>
    public int Read(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> content)
    {
        content = default;
        var taken = 0;
        while (taken < input.Length && _part < Part.Done)
        {
            if (_part == Part.Bytes)
            {
                var run = (int)Math.Min(_left, input.Length - taken);
                Debug.Assert(run > 0, "A chunk of size zero is the last one.");
                content = input.Slice(taken, run);
                _left -= run;
                if (_left == 0)
                {
                    _part = Part.BytesReturn;
                }

                return taken + run;
            }

            _part = Step(input[taken]);
            taken++;
        }

        return taken;
    }

    private Part Step(byte value) => _part switch
    {
        Part.Size => ReadSize(value),
        Part.Extension => ReadExtension(value),
        Part.SizeFeed => value != '\n' ? Part.Broken : EndSizeLine(),
        Part.BytesReturn => value == '\r' ? Part.BytesFeed : Part.Broken,
        Part.BytesFeed => value == '\n' ? Part.Size : Part.Broken,
        Part.TrailerStart => value == '\r' ? Part.LastFeed : IsToken(value) ? ReadTrailer(value) : Part.Broken,
        Part.Trailer => ReadTrailer(value),
        Part.TrailerFeed => value == '\n' ? Part.TrailerStart : Part.Broken,
        Part.LastFeed => value == '\n' ? Part.Done : Part.Broken,
        _ => throw new UnreachableException(),
    };

    private Part ReadSize(byte value)
    {
        var digit = HexValue(value);
        if (digit >= 0)
        {
            // 15 digits always fit a long; nobody sends a chunk of an exbibyte.
            _left = (_left << 4) | (uint)digit;
            return ++_digits <= UpstreamLimits.ChunkSizeDigits ? Part.Size : Part.Broken;
        }

        if (_digits == 0)
        {
            return Part.Broken;
        }

        return value switch
        {
            (byte)'\r' => Part.SizeFeed,
            (byte)';' or (byte)' ' or (byte)'\t' => ReadExtension(value),
            _ => Part.Broken,
        };
    }

    private Part ReadExtension(byte value)
    {
        if (value == '\r')
        {
            return Part.SizeFeed;
        }

        return IsControl(value) || ++_lineBytes > UpstreamLimits.ChunkExtensionBytes ? Part.Broken : Part.Extension;
    }

    private Part EndSizeLine()
    {
        var isLast = _left == 0;
        _digits = 0;
        _lineBytes = 0;
        return isLast ? Part.TrailerStart : Part.Bytes;
    }

    private Part ReadTrailer(byte value)
    {
        if (value == '\r')
        {
            return Part.TrailerFeed;
        }

        return IsControl(value) || ++_trailerBytes > UpstreamLimits.TrailerBytes ? Part.Broken : Part.Trailer;
    }

    private static bool IsControl(byte value) => (value < ' ' && value != '\t') || value == 127;

    private static bool IsToken(byte value) => HeaderBytes.Token.Contains(value);

    private static int HexValue(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };
}
