using System.Buffers;

namespace Gatehouse.Languages.Schema.Runtime;

/// <summary>The formats that are checked; every other one is ignored, as draft 4 §7.1 allows.</summary>
internal enum StringFormat
{
    None = 0,
    DateTime = 1,
    Email = 2,
    Hostname = 3,
    IPv4 = 4,
    IPv6 = 5,
    Regex = 6,
    Uri = 7,
}

/// <summary>
/// The formats of draft 4 §7.3 as the fge validator family judges them (sheet §4.3): date-time, email, hostname, ipv4,
/// ipv6, regex, uri. That AWS has them switched on is unconfirmed; a schema that names one wants it held.
/// </summary>
internal static class StringFormats
{
    private const int MaxHostnameLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> UriMarks = SearchValues.Create("-_.!~*'();/?:@&=+$,[]#%");
    private static readonly SearchValues<char> AtomMarks = SearchValues.Create("!#$%&'*+-/=?^_`{|}~");

    public static StringFormat Named(string name) => name switch
    {
        "date-time" => StringFormat.DateTime,
        "email" => StringFormat.Email,
        "hostname" => StringFormat.Hostname,
        "ipv4" => StringFormat.IPv4,
        "ipv6" => StringFormat.IPv6,
        "regex" => StringFormat.Regex,
        "uri" => StringFormat.Uri,
        _ => StringFormat.None,
    };

    public static bool Accept(StringFormat format, ReadOnlySpan<char> text) => format switch
    {
        StringFormat.DateTime => IsDateTime(text),
        StringFormat.Email => IsEmail(text),
        StringFormat.Hostname => IsHostname(text),
        StringFormat.IPv4 => IsIPv4(text),
        StringFormat.IPv6 => IsIPv6(text),
        StringFormat.Regex => EcmaRegex.TryCreate(text.ToString()) is not null, // the one format that allocates
        StringFormat.Uri => IsUri(text),
        _ => true,
    };

    /// <summary>RFC 3339 without leap seconds; the offset may lack its colon.</summary>
    private static bool IsDateTime(ReadOnlySpan<char> text)
    {
        const int minLength = 20; // 2020-01-01T00:00:00Z
        if (text.Length < minLength || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't'
            || text[13] != ':' || text[16] != ':')
        {
            return false;
        }
        var year = Digits(text[..4]);
        var month = Digits(text[5..7]);
        if (year < 0 || month is < 1 or > 12)
        {
            return false;
        }
        // There is no year 0 in DateTime's calendar; 4 is a leap year as 0 is.
        var day = Digits(text[8..10]);
        return day >= 1 && day <= DateTime.DaysInMonth(year == 0 ? 4 : year, month)
            && Digits(text[11..13]) is >= 0 and <= 23
            && Digits(text[14..16]) is >= 0 and <= 59
            && Digits(text[17..19]) is >= 0 and <= 59
            && IsOffset(WithoutFraction(text[19..]));
    }

    private static ReadOnlySpan<char> WithoutFraction(ReadOnlySpan<char> text)
    {
        const int maxDigits = 12;
        if (text[0] != '.')
        {
            return text;
        }
        var end = text[1..].IndexOfAnyExceptInRange('0', '9');
        return end is >= 1 and <= maxDigits ? text[(1 + end)..] : default;
    }

    private static bool IsOffset(ReadOnlySpan<char> text)
    {
        if (text is ['z' or 'Z'])
        {
            return true;
        }
        return text switch
        {
            ['+' or '-', _, _, ':', _, _] => IsClock(text[1..3], text[4..6]),
            ['+' or '-', _, _, _, _] => IsClock(text[1..3], text[3..5]),
            _ => false,
        };
    }

    private static bool IsClock(ReadOnlySpan<char> hours, ReadOnlySpan<char> minutes) =>
        Digits(hours) is >= 0 and <= 23 && Digits(minutes) is >= 0 and <= 59;

    private static int Digits(ReadOnlySpan<char> text)
    {
        var value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }
            value = (value * 10) + c - '0';
        }
        return value;
    }

    /// <summary>An addr-spec of RFC 5322: dotted atoms or a quoted string, then a domain or an address.</summary>
    private static bool IsEmail(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        if (at <= 0)
        {
            return false;
        }
        var local = text[..at];
        var domain = text[(at + 1)..];
        var isLocal = local is ['"', .., '"'] && local.Length > 2
            ? !local[1..^1].ContainsAny('"', '\r', '\n')
            : AreAtoms(local);
        return isLocal && (domain is ['[', .., ']'] ? IsAddressLiteral(domain[1..^1]) : IsHostname(domain));
    }

    private static bool IsAddressLiteral(ReadOnlySpan<char> text) =>
        text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? IsIPv6(text[5..]) : IsIPv4(text);

    private static bool AreAtoms(ReadOnlySpan<char> text)
    {
        foreach (var part in text.Split('.'))
        {
            var atom = text[part];
            if (atom.IsEmpty)
            {
                return false;
            }
            foreach (var c in atom)
            {
                if (!char.IsAsciiLetterOrDigit(c) && !AtomMarks.Contains(c) && c < 128)
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>Labels of letters, digits, hyphens and underscores; the last one does not begin with a digit.</summary>
    private static bool IsHostname(ReadOnlySpan<char> text)
    {
        if (text is [.., '.'])
        {
            text = text[..^1];
        }
        if (text.Length is 0 or > MaxHostnameLength)
        {
            return false;
        }
        foreach (var part in text.Split('.'))
        {
            var label = text[part];
            if (label.Length is 0 or > MaxLabelLength || label[0] is '-' or '_' || label[^1] is '-' or '_')
            {
                return false;
            }
            foreach (var c in label)
            {
                if (!char.IsLetterOrDigit(c) && c is not ('-' or '_'))
                {
                    return false;
                }
            }
        }
        return !char.IsAsciiDigit(text[text.LastIndexOf('.') + 1]);
    }

    private static bool IsIPv4(ReadOnlySpan<char> text)
    {
        var octets = 0;
        foreach (var part in text.Split('.'))
        {
            var octet = text[part];
            if (octet.Length is 0 or > 3 || Digits(octet) is < 0 or > 255 || octet is ['0', _, ..] || ++octets > 4)
            {
                return false;
            }
        }
        return octets == 4;
    }

    /// <summary>RFC 4291 §2.2: eight groups, one run of which may be <c>::</c>, the last two perhaps as IPv4.</summary>
    private static bool IsIPv6(ReadOnlySpan<char> text)
    {
        const int allGroups = 8;
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return Groups(text, mayEndInIPv4: true) == allGroups;
        }
        var head = text[..gap];
        var tail = text[(gap + 2)..];
        var before = head.IsEmpty ? 0 : Groups(head, mayEndInIPv4: false);
        var after = tail.IsEmpty ? 0 : Groups(tail, mayEndInIPv4: true);
        return before >= 0 && after >= 0 && before + after < allGroups;
    }

    private static int Groups(ReadOnlySpan<char> text, bool mayEndInIPv4)
    {
        var count = 0;
        foreach (var part in text.Split(':'))
        {
            var group = text[part];
            if (mayEndInIPv4 && part.End.Value == text.Length && group.Contains('.'))
            {
                return IsIPv4(group) ? count + 2 : -1;
            }
            if (group.Length is 0 or > 4 || ++count > 8)
            {
                return -1;
            }
            foreach (var c in group)
            {
                if (!char.IsAsciiHexDigit(c))
                {
                    return -1;
                }
            }
        }
        return count;
    }

    /// <summary>
    /// A URI reference as <c>java.net.URI</c> reads it: RFC 2396 characters, plus what is neither ASCII nor a space.
    /// </summary>
    private static bool IsUri(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var isAllowed = c >= 128
                ? !char.IsWhiteSpace(c) && !char.IsControl(c)
                : char.IsAsciiLetterOrDigit(c) || UriMarks.Contains(c);
            var isBadEscape = c == '%' && (i + 2 >= text.Length
                || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]));
            if (!isAllowed || isBadEscape)
            {
                return false;
            }
        }
        var hash = text.IndexOf('#');
        if (hash >= 0 && text[(hash + 1)..].Contains('#'))
        {
            return false;
        }
        // A colon before any slash, question mark or hash ends a scheme.
        var end = text.IndexOfAny(":/?#");
        return end < 0 || text[end] != ':' || IsScheme(text[..end]) && end + 1 < text.Length && text[end + 1] != '#';
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }
        return text.Length > 0 && char.IsAsciiLetter(text[0]);
    }
}
