using System.Buffers;
using System.Globalization;

namespace Gatehouse.Execution.Caching;

/// <summary>A key on the stack while it is short. What is appended is prefixed with its length, so that no two lists of
/// values give the same text. Dispose it.</summary>
internal ref struct CacheKeyBuffer(Span<char> initial)
{
    private const int LengthDigits = 11;

    private Span<char> _chars = initial;
    private char[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<char> Written => _chars[.._length];

    /// <summary>The key grew over its bound and must not be used.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Text that needs no length: it is the same for every call of a method, or one of a closed set.</summary>
    public void AppendFixed(ReadOnlySpan<char> text)
    {
        if (Reserve(text.Length))
        {
            text.CopyTo(_chars[_length..]);
            _length += text.Length;
        }
    }

    /// <summary>How many values follow; zero is an absent parameter, which is a value of its own (sheet §9).</summary>
    public void AppendCount(int count)
    {
        if (Reserve(LengthDigits + 1))
        {
            count.TryFormat(_chars[_length..], out var written, default, CultureInfo.InvariantCulture);
            _length += written;
            _chars[_length++] = ':';
        }
    }

    public void AppendValue(ReadOnlySpan<char> value)
    {
        AppendCount(value.Length);
        AppendFixed(value);
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<char>.Shared.Return(_rented);
            _rented = null;
        }
    }

    private bool Reserve(int needed)
    {
        if (IsTooLong || _length + needed > CachingLimits.KeyChars)
        {
            IsTooLong = true;
            return false;
        }

        if (needed > _chars.Length - _length)
        {
            var grown = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, _length + needed));
            Written.CopyTo(grown);
            Dispose();
            _chars = _rented = grown;
        }

        return true;
    }
}
