using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Gatehouse.Languages.Java;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>
/// Writes UTF-8 straight into the caller's buffer, piece by piece: the buffer is asked for room only when a piece is
/// full, since a template writes many short texts.
/// </summary>
internal sealed class Utf8Output(IBufferWriter<byte> destination, int maxBytes = VtlLimits.MaxOutputBytes) : VtlOutput
{
    private const int MaxChunkChars = 1024;
    private const int PieceBytes = 512;
    private const int LongestNumber = 32;

    private static readonly byte[] Unpaired = "?"u8.ToArray();

    private int _left = maxBytes;
    private byte[] _piece = [];
    private int _start;
    private int _at;
    private int _end;
    private bool _isCopied;

    // The first half of a surrogate pair whose second half the next write may bring.
    private char _pending;

    public override void Write(LiteralText literal)
    {
        WritePending();
        WriteBytes(literal.Utf8);
    }

    public override void Write(string text)
    {
        if (text.Length == 0)
        {
            return;
        }
        if (_pending == '\0' && text.Length <= MaxChunkChars)
        {
            Reserve(text.Length * 3);
            if (Ascii.FromUtf16(text, _piece.AsSpan(_at, _end - _at), out var written) == OperationStatus.Done)
            {
                _at += written;
                return;
            }
        }
        WriteUnusual(text);
    }

    public override void Write(int number)
    {
        WritePending();
        Reserve(LongestNumber);
        Utf8Formatter.TryFormat(number, _piece.AsSpan(_at, _end - _at), out var written);
        _at += written;
    }

    public override void Write(double number)
    {
        WritePending();
        Reserve(LongestNumber);
        if (JavaNumber.TryFormatQuickly(number, _piece.AsSpan(_at, _end - _at), out var written))
        {
            _at += written;
            return;
        }
        Write(JavaNumber.Format(number));
    }

    /// <summary>Ends the text: half a surrogate pair that stayed alone is written the way Java's encoder does.</summary>
    public void Complete()
    {
        WritePending();
        HandOver();
        CheckLength();
    }

    /// <summary>Gives the destination what was written until now.</summary>
    public void HandOver()
    {
        var written = _at - _start;
        _left -= written;
        if (_isCopied)
        {
            destination.Write(_piece.AsSpan(_start, written));
        }
        else if (written > 0)
        {
            destination.Advance(written);
        }
        _start = _at = _end = 0;
        _piece = [];
        _isCopied = false;
    }

    private void WriteUnusual(string text)
    {
        var rest = text.AsSpan();
        if (_pending != '\0' && char.IsLowSurrogate(rest[0]))
        {
            Encode([_pending, rest[0]]);
            _pending = '\0';
            rest = rest[1..];
        }
        WritePending();
        if (!rest.IsEmpty && char.IsHighSurrogate(rest[^1]))
        {
            _pending = rest[^1];
            rest = rest[..^1];
        }
        while (rest.Length > MaxChunkChars)
        {
            var take = char.IsHighSurrogate(rest[MaxChunkChars - 1]) ? MaxChunkChars - 1 : MaxChunkChars;
            Encode(rest[..take]);
            rest = rest[take..];
        }
        Encode(rest);
    }

    private void WritePending()
    {
        if (_pending != '\0')
        {
            _pending = '\0';
            WriteBytes(Unpaired);
        }
    }

    private void Encode(ReadOnlySpan<char> text)
    {
        Reserve(text.Length * 3);
        while (!text.IsEmpty)
        {
            // Invalid halves of pairs stop the fast path; each becomes a question mark, as in Java.
            var status = System.Text.Unicode.Utf8.FromUtf16(
                text, _piece.AsSpan(_at, _end - _at), out var read, out var count, replaceInvalidSequences: false);
            _at += count;
            text = text[read..];
            if (status == OperationStatus.InvalidData)
            {
                _piece[_at++] = Unpaired[0];
                text = text[1..];
            }
        }
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_piece.AsSpan(_at));
        _at += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_end - _at < count)
        {
            TakePiece(count);
        }
    }

    private void TakePiece(int count)
    {
        HandOver();
        CheckLength();
        var memory = destination.GetMemory(Math.Max(count, PieceBytes));
        // Memory that is no array is filled by a copy: nothing in the house hands out such.
        _isCopied = !MemoryMarshal.TryGetArray<byte>(memory, out var piece);
        if (_isCopied)
        {
            piece = new byte[memory.Length];
        }
        _piece = piece.Array!;
        _start = _at = piece.Offset;
        _end = piece.Offset + piece.Count;
    }

    private void CheckLength()
    {
        if (_left < 0)
        {
            throw new VtlRuntimeException("The template writes too much.");
        }
    }
}
