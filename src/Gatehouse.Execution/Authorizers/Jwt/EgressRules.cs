using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// Where keys may be fetched from (security §11.3). Asked for each resolved address right before connecting to exactly
/// that address, so that a name cannot change in between.
/// </summary>
/// <remarks>
/// Private networks are allowed, because issuers stand there. This machine only for an issuer that names it
/// (<c>localhost</c>, <c>127.0.0.1</c>): a foreign name that resolves to it gets nothing.
/// </remarks>
internal static class EgressRules
{
    private static readonly IPAddress MetadataV6 = IPAddress.Parse("fd00:ec2::254");

    /// <summary>For issuers that do not name this machine.</summary>
    public static bool AllowsRemote(IPAddress address) => AllowsLocal(address) && !IsLoopback(address);

    /// <summary>For issuers that name this machine.</summary>
    public static bool AllowsLocal(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily == AddressFamily.InterNetwork)
        {
            Span<byte> bytes = stackalloc byte[4];
            return plain.TryWriteBytes(bytes, out _)
                && bytes[0] is not 0 and < 224 // "this network", multicast, reserved and broadcast
                && !(bytes[0] == 169 && bytes[1] == 254); // link-local, and every cloud's metadata
        }

        return !plain.IsIPv6LinkLocal && !plain.IsIPv6Multicast && !plain.Equals(IPAddress.IPv6Any)
            && !plain.Equals(MetadataV6) && !HoldsForbiddenV4(plain);
    }

    public static bool NamesThisMachine(string host)
    {
        var name = host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IsLoopback(address));
    }

    private static bool IsLoopback(IPAddress address) =>
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>NAT64 and 6to4 carry an IPv4 address that is reached in the end.</summary>
    private static bool HoldsForbiddenV4(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out _))
        {
            return true;
        }

        ReadOnlySpan<byte> nat64 = [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
        var inner = bytes.StartsWith(nat64) ? bytes[12..]
            : bytes is [0x20, 0x02, ..] ? bytes.Slice(2, 4)
            : default;
        return !inner.IsEmpty && !AllowsRemote(new IPAddress(inner));
    }
}
