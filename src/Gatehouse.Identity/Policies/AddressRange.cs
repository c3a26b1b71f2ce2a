using System.Globalization;

namespace Gatehouse.Identity.Policies;

/// <summary>
/// A range of addresses: CIDR of either version; without a prefix length one address (security §2.3). An IPv4 address
/// in IPv6 clothes is IPv4.
/// </summary>
internal readonly record struct AddressRange(UInt128 First, int PrefixBits, bool IsVersion4)
{
    private const int Bits4 = 32;
    private const int Bits6 = 128;

    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        if (!AddressText.TryParse(address, out var first, out var isVersion4))
        {
            return null;
        }

        var isMapped = isVersion4 && address.Contains(':', StringComparison.Ordinal);
        var bits = isVersion4 ? Bits4 : Bits6;
        if (slash >= 0)
        {
            if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var written))
            {
                return null;
            }

            // ::ffff:10.0.0.0/104 is 10.0.0.0/8.
            bits = isMapped ? written - (Bits6 - Bits4) : written;
            if (bits < 0 || bits > (isVersion4 ? Bits4 : Bits6))
            {
                return null;
            }
        }

        return new AddressRange(first & Mask(bits, isVersion4), bits, isVersion4);
    }

    public bool Contains(UInt128 address, bool isVersion4) =>
        isVersion4 == IsVersion4 && (address & Mask(PrefixBits, isVersion4)) == First;

    private static UInt128 Mask(int bits, bool isVersion4)
    {
        var free = (isVersion4 ? Bits4 : Bits6) - bits;
        return free >= Bits6 ? UInt128.Zero : UInt128.MaxValue << free;
    }
}
