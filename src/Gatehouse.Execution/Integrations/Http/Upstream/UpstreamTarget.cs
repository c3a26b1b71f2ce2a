using System.Globalization;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>Where a call goes: the key of one pool of connections. Build it once, at publish, where the URI is fixed.</summary>
/// <param name="IsTls">True for https.</param>
/// <param name="Host">Name or address literal; IPv6 with or without brackets.</param>
/// <param name="Port">1 to 65,535.</param>
/// <param name="Tls">Null means: verify fully, present no certificate.</param>
internal sealed record UpstreamTarget(bool IsTls, string Host, int Port, UpstreamTlsOptions? Tls)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    /// <summary>The value of the Host header when the caller gives none; made once per pool, not per call.</summary>
    public string FormatAuthority()
    {
        var host = Host.Contains(':', StringComparison.Ordinal) && !Host.StartsWith('[') ? $"[{Host}]" : Host;
        return Port == (IsTls ? HttpsPort : HttpPort)
            ? host
            : string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}");
    }

    /// <summary>The host as resolver, socket and certificate want it: without brackets.</summary>
    public string FormatHostName() => Host is ['[', .. var inner, ']'] ? inner : Host;
}
