using System.Diagnostics.CodeAnalysis;
using Gatehouse.Execution.Integrations.Http.Upstream;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>
/// An address that keys are fetched from. It comes from an API's author or its issuer, never from a token.
/// </summary>
/// <param name="Target">Where to connect.</param>
/// <param name="PathAndQuery">As it goes into the request line.</param>
/// <param name="IsThisMachine">The address names it.</param>
/// <param name="Text">For messages.</param>
internal sealed record IssuerUrl(UpstreamTarget Target, string PathAndQuery, bool IsThisMachine, string Text)
{
    /// <returns><see langword="false"/> unless it is an http or https address without credentials and
    /// fragment.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IssuerUrl? url)
    {
        url = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0 || uri.IdnHost.Length == 0)
        {
            return false;
        }

        // What Uri made of the host (odd forms of IPv4 become plain ones) is what is connected to and judged.
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        url = new IssuerUrl(
            new UpstreamTarget(uri.Scheme == Uri.UriSchemeHttps, host, uri.Port, Tls: null), uri.PathAndQuery,
            EgressRules.NamesThisMachine(host.Trim('[', ']')), uri.AbsoluteUri);
        return true;
    }

    /// <summary>
    /// The well-known document of an issuer; one slash at its end does not count (OIDC Discovery §4.1).
    /// </summary>
    public static bool TryParseWellKnown(string issuer, string name, [NotNullWhen(true)] out IssuerUrl? url)
    {
        url = null;
        return !issuer.Contains('?', StringComparison.Ordinal)
            && TryParse($"{(issuer.EndsWith('/') ? issuer[..^1] : issuer)}/.well-known/{name}", out url);
    }

    /// <summary>
    /// An issuer may send elsewhere for its keys, as Google does; but neither from TLS to plain text nor, from outside,
    /// into this machine (security §11.3).
    /// </summary>
    public bool MayLeadTo(IssuerUrl next) =>
        (next.Target.IsTls || !Target.IsTls) && (IsThisMachine || !next.IsThisMachine);
}
