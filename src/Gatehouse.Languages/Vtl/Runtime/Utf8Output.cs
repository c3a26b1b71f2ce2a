using System.Buffers;
using System.Text;

namespace Gatehouse.Languages.Vtl.Runtime;

/// <summary>Writes UTF-8 straight into the caller's buffer.</summary>
internal sealed class Utf8Output(IBufferWriter<byte> destination) : VtlOutput
{
    private const int MaxChunkChars = 1024;

    private static readonly byte[] Unpaired = "?"u8.ToArray();

    private int _left = VtlLimits.MaxOutputBytes;

    // The first half of a surrogate pair whose second half the next write may bring.
    private char _pending;

    public override void Write(LiteralText literal)
    {
        FlushPending();
        WriteBytes(literal.Utf8);
    }

    public override void Write(string text)
    {
        var rest = text.AsSpan();
        if (rest.IsEmpty)
        {
            return;
        }
        if (_pending != '\0' && char.IsLowSurrogate(rest[0]))
        {
            Encode([_pending, rest[0]]);
            _pending = '\0';
            rest = rest[1..];
        }
        FlushPending();
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

    /// <summary>Writes half a surrogate pair that stayed alone, the way Java's encoder does.</summary>
    public void FlushPending()
    {
        if (_pending != '\0')
        {
            _pending = '\0';
            WriteBytes(Unpaired);
        }
    }

    private void Encode(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }
        var span = destination.GetSpan(text.Length * 3);
        var written = 0;
        while (!text.IsEmpty)
        {
            // Invalid halves of pairs stop the fast path; each becomes a question mark, as in Java.
            var status = System.Text.Unicode.Utf8.FromUtf16(
                text, span[written..], out var read, out var count, replaceInvalidSequences: false);
            written += count;
            text = text[read..];
            if (status == OperationStatus.InvalidData)
            {
                span[written++] = Unpaired[0];
                text = text[1..];
            }
        }
        Account(written);
        destination.Advance(written);
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        Account(bytes.Length);
        destination.Write(bytes);
    }

    private void Account(int count)
    {
        _left -= count;
        if (_left < 0)
        {
            throw new VtlRuntimeException("The template writes too much.");
        }
    }
}
