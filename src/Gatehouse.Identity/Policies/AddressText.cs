using System.Globalization;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// Reads an address without allocating. Strict: four decimal numbers, or RFC 4291 §2.2; no octal, no shorthand, no
/// zone, which other readers take and which would let two readers see two addresses.
/// </summary>
internal static class AddressText
{
    private const int Groups = 8;
    private const int GroupBits = 16;

    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 address, out bool isVersion4)
    {
        isVersion4 = text.IndexOf(':') < 0;
        if (isVersion4)
        {
            var isRead = TryParse4(text, out var four);
            address = four;
            return isRead;
        }

        if (!TryParse6(text, out address))
        {
            return false;
        }

        // ::ffff:a.b.c.d
        if (address >> 32 == 0xFFFF)
        {
            isVersion4 = true;
            address &= uint.MaxValue;
        }

        return true;
    }

    private static bool TryParse4(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++count > 4
                || part.Length > 3
                || (part.Length > 1 && part[0] == '0')
                || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
            {
                return false;
            }

            address = (address << 8) | octet;
        }

        return count == 4;
    }

    private static bool TryParse6(ReadOnlySpan<char> text, out UInt128 address)
    {
        address = 0;
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return TryGroups(text, out address, out var all) && all == Groups;
        }

        var head = text[..gap];
        var tail = text[(gap + 2)..];
        if (tail.IndexOf("::") >= 0
            || !TryGroups(head, out var high, out var before)
            || !TryGroups(tail, out var low, out var after)
            || before + after >= Groups)
        {
            return false;
        }

        address = before == 0 ? low : (high << (GroupBits * (Groups - before))) | low;
        return true;
    }

    private static bool TryGroups(ReadOnlySpan<char> text, out UInt128 value, out int groups)
    {
        (value, groups) = (0, 0);
        while (!text.IsEmpty)
        {
            var colon = text.IndexOf(':');
            var part = colon < 0 ? text : text[..colon];
            if (colon < 0 && part.Contains('.'))
            {
                groups += 2;
                var isRead = TryParse4(part, out var four);
                value = (value << 32) | four;
                return isRead && groups <= Groups;
            }

            if (part.Length > 4
                || !ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group)
                || ++groups > Groups)
            {
                return false;
            }

            value = (value << GroupBits) | group;
            text = colon < 0 ? default : text[(colon + 1)..];
            if (colon >= 0 && text.IsEmpty)
            {
                return false; // a lone colon at the end
            }
        }

        return true;
    }
}
