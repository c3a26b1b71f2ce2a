using System.Buffers;
using System.Text;

namespace Gatehouse.Wire.SigV4;

/// <summary>UTF-8 text that grows in a rented buffer. One owner, passed by reference, disposed once.</summary>
internal ref struct PooledUtf8(int capacity)
{
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    /// <summary>The rented array, valid until the next append: for comparers, which cannot hold a span.</summary>
    public readonly byte[] Buffer => _buffer;

    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Append(byte value)
    {
        Reserve(1);
        _buffer[Length++] = value;
    }

    public void Append(scoped ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(Length));
        Length += utf8.Length;
    }

    public void Append(scoped ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(Length));
    }

    /// <summary>RFC 3986's unreserved characters as they are, every other byte as <c>%XX</c> in upper case.</summary>
    /// <param name="text">Taken literally: a percent sign is encoded too.</param>
    public void AppendEscaped(scoped ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Unreserved);
            if (plain < 0)
            {
                Append(text);
                return;
            }

            Append(text[..plain]);
            Rune.DecodeFromUtf16(text[plain..], out var rune, out var consumed);
            foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
            {
                AppendEscape(value);
            }

            text = text[(plain + consumed)..];
        }
    }

    /// <summary>
    /// Text that is percent-encoded already is brought to one spelling: what need not be escaped is not.
    /// </summary>
    public void AppendReescaped(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var percent = text.IndexOf('%');
            if (percent < 0)
            {
                AppendEscaped(text);
                return;
            }

            AppendEscaped(text[..percent]);
            text = text[percent..];
            if (text.Length >= 3 && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]))
            {
                var value = (byte)((FromHex(text[1]) << 4) | FromHex(text[2]));
                if (value < 0x80 && Unreserved.Contains((char)value))
                {
                    Append(value);
                }
                else
                {
                    AppendEscape(value);
                }

                text = text[3..];
            }
            else
            {
                AppendEscape((byte)'%');
                text = text[1..];
            }
        }
    }

    public void Truncate(int length) => Length = length;

    public override readonly string ToString() => Encoding.UTF8.GetString(Written);

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        Length = 0;
        if (buffer.Length > 0)
        {
            // May hold a session token: the next renter must not find it.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private void AppendEscape(byte value)
    {
        Reserve(3);
        _buffer[Length++] = (byte)'%';
        _buffer[Length++] = (byte)"0123456789ABCDEF"[value >> 4];
        _buffer[Length++] = (byte)"0123456789ABCDEF"[value & 0xF];
    }

    private static int FromHex(char digit) => digit switch
    {
        <= '9' => digit - '0',
        <= 'F' => digit - 'A' + 10,
        _ => digit - 'a' + 10,
    };

    private void Reserve(int more)
    {
        if (_buffer.Length - Length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + more));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
