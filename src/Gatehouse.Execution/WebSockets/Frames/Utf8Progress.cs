using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gatehouse.Execution.WebSockets.Frames;

/// <summary>
/// Checks text that comes in pieces (RFC 6455 §8.1): a piece may end within a character. Wrong text is found with its
/// first wrong byte, not at the end of the message.
/// </summary>
internal struct Utf8Progress
{
    private const int LongestBegun = 3;

    // Bytes of a character that the piece before began; the first in the lowest byte.
    private uint _begun;
    private int _begunCount;

    /// <summary>No character is half way.</summary>
    public readonly bool IsComplete => _begunCount == 0;

    /// <returns><see langword="false"/> when the text cannot become UTF-8 any more.</returns>
    public bool TryAdd(ReadOnlySpan<byte> piece)
    {
        Span<byte> character = stackalloc byte[LongestBegun + 1];
        while (_begunCount > 0 && !piece.IsEmpty)
        {
            for (var i = 0; i < _begunCount; i++)
            {
                character[i] = (byte)(_begun >> (i * 8));
            }

            character[_begunCount] = piece[0];
            switch (Rune.DecodeFromUtf8(character[..(_begunCount + 1)], out _, out _))
            {
                case OperationStatus.Done:
                    _begun = 0;
                    _begunCount = 0;
                    break;
                case OperationStatus.NeedMoreData:
                    _begun |= (uint)piece[0] << (_begunCount * 8);
                    _begunCount++;
                    break;
                default:
                    return false;
            }

            piece = piece[1..];
        }

        var tail = BegunAtTheEnd(piece);
        if (!Utf8.IsValid(piece[..^tail]))
        {
            return false;
        }

        if (tail == 0)
        {
            return true;
        }

        if (Rune.DecodeFromUtf8(piece[^tail..], out _, out _) != OperationStatus.NeedMoreData)
        {
            return false;
        }

        for (var i = 0; i < tail; i++)
        {
            _begun |= (uint)piece[^(tail - i)] << (i * 8);
        }

        _begunCount = tail;
        return true;
    }

    public void Reset() => this = default;

    /// <summary>Bytes at the end that begin a character which is longer than what is there.</summary>
    private static int BegunAtTheEnd(ReadOnlySpan<byte> piece)
    {
        for (var back = 1; back <= Math.Min(LongestBegun, piece.Length); back++)
        {
            var one = piece[^back];
            if (one < 0x80)
            {
                return 0;
            }

            if (one >= 0xC0)
            {
                var length = one >= 0xF0 ? 4 : one >= 0xE0 ? 3 : 2;
                return length > back ? back : 0;
            }
        }

        return 0;
    }
}
