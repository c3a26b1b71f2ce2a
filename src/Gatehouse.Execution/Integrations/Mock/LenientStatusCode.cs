using System.Globalization;
using System.Text;

namespace Gatehouse.Execution.Integrations.Mock;

/// <summary>
/// Reads <c>statusCode</c> from the document a MOCK template renders. Lenient as observed (sheet §5.8): keys may be
/// bare or single-quoted, other values may be missing or bare words; the status itself must be an integer.
/// </summary>
internal ref struct LenientStatusCode
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private LenientStatusCode(ReadOnlySpan<char> text)
    {
        _text = text;
        _at = 0;
    }

    public static int? Read(ReadOnlySpan<byte> document) =>
        new LenientStatusCode(Encoding.UTF8.GetString(document)).Read();

    private int? Read()
    {
        SkipSpace();
        if (!TryTake('{'))
        {
            return null;
        }

        int? status = null;
        while (true)
        {
            SkipSpace();
            if (TryTake('}'))
            {
                SkipSpace();
                return _at == _text.Length ? status : null;
            }

            var key = ReadScalar(out _);
            SkipSpace();
            if (key.IsEmpty || !TryTake(':'))
            {
                return null;
            }

            SkipSpace();
            var start = _at;
            if (!TrySkipValue(0, out var isBare))
            {
                return null;
            }

            if (key is "statusCode")
            {
                status = isBare && int.TryParse(
                    _text[start.._at].Trim(),
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var number)
                        ? number
                        : null;
            }

            SkipSpace();
            if (!TryTake(',') && (_at >= _text.Length || _text[_at] != '}'))
            {
                return null;
            }
        }
    }

    private bool TrySkipValue(int depth, out bool isBare)
    {
        isBare = false;
        if (_at >= _text.Length || depth > ExecutionLimits.LenientDepth)
        {
            return false;
        }

        if (_text[_at] is '{' or '[')
        {
            return TrySkipNested(depth);
        }

        ReadScalar(out isBare);
        return true;
    }

    /// <summary>Skips an object or array by its brackets; what stands in between is nobody's business here.</summary>
    private bool TrySkipNested(int depth)
    {
        var close = _text[_at] == '{' ? '}' : ']';
        _at++;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == close)
            {
                _at++;
                return true;
            }

            if (c is '{' or '[')
            {
                if (!TrySkipValue(depth + 1, out _))
                {
                    return false;
                }
            }
            else if (c is '"' or '\'')
            {
                ReadScalar(out _);
            }
            else
            {
                _at++;
            }
        }

        return false;
    }

    /// <summary>
    /// A quoted text without its quotes, or a bare word up to the next structural character (empty is fine).
    /// </summary>
    private ReadOnlySpan<char> ReadScalar(out bool isBare)
    {
        isBare = true;
        if (_at >= _text.Length)
        {
            return default;
        }

        var quote = _text[_at];
        var start = _at;
        if (quote is not ('"' or '\''))
        {
            while (_at < _text.Length && _text[_at] is not (',' or ':' or '}' or ']' or '{' or '['))
            {
                _at++;
            }

            return _text[start.._at].Trim();
        }

        isBare = false;
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] == '\\')
            {
                _at++;
            }
            else if (_text[_at] == quote)
            {
                return _text[(start + 1).._at++];
            }
        }

        _at = _text.Length;
        return default;
    }

    private bool TryTake(char c)
    {
        if (_at < _text.Length && _text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }
}
