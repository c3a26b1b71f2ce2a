using System.Buffers;
using System.Globalization;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.Integrations.Http;

/// <summary>
/// How the address of an HTTP backend is written, for every kind of API:
/// <c>http(s)://host[:port]/path?query</c>, each part with placeholders of that kind.
/// </summary>
/// <param name="IsTls">The scheme is https.</param>
/// <param name="Authority">Host and port.</param>
/// <param name="Path">Empty, or with its slash.</param>
/// <param name="Query">Without its question mark.</param>
internal readonly record struct BackendAddress(bool IsTls, string Authority, string Path, string Query)
{
    private const int MaxPort = 65_535;

    /// <summary>
    /// What a value may put into the authority: never a scheme, a user, a port or a path (security sheet §11.3).
    /// </summary>
    public static readonly SearchValues<char> HostValueChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>
    /// What may stand in a request target as it is (RFC 3986 §3.3, §3.4), the percent sign of an encoding included.
    /// </summary>
    public static readonly SearchValues<char> TargetChars = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%");

    /// <returns><see langword="null"/> for another scheme.</returns>
    public static BackendAddress? TrySplit(string text)
    {
        var isTls = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        if (!isTls && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = text[(isTls ? 8 : 7)..];
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        rest = fragment < 0 ? rest : rest[..fragment];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var target = end < 0 ? string.Empty : rest[end..];
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new BackendAddress(
            isTls,
            end < 0 ? rest : rest[..end],
            question < 0 ? target : target[..question],
            question < 0 ? string.Empty : target[(question + 1)..]);
    }

    /// <summary>Encodes what could not stand in a request line; what the author encoded stays.</summary>
    public static string EncodeLiteral(string text) => text.AsSpan().IndexOfAnyExcept(TargetChars) < 0
        ? text
        : string.Concat(text.EnumerateRunes().Select(static rune =>
            rune.IsAscii && TargetChars.Contains((char)rune.Value)
                ? rune.ToString()
                : Uri.EscapeDataString(rune.ToString())));

    /// <returns><see langword="null"/> when it is no host, with or without a port.</returns>
    public static UpstreamTarget? TryParseAuthority(string authority, bool isTls)
    {
        var portStart = authority.LastIndexOf(':');
        if (portStart >= 0 && authority.IndexOf(']', portStart) >= 0)
        {
            portStart = -1; // the colons of an IPv6 literal
        }

        var host = portStart < 0 ? authority : authority[..portStart];
        var port = isTls ? 443 : 80;
        if (portStart >= 0
            && !int.TryParse(
                authority.AsSpan(portStart + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return null;
        }

        return port is > 0 and <= MaxPort && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new UpstreamTarget(isTls, host, port, Tls: null)
            : null;
    }
}
