using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Execution.Handshakes;

/// <summary>
/// What a call must bring before its custom domain looks at its path: every one, health checks, HTTP/2 streams on an old
/// connection and WebSocket handshakes too (security §9.1).
/// </summary>
internal static class DomainGate
{
    /// <param name="http">The call.</param>
    /// <param name="domain">The domain that its Host names.</param>
    /// <param name="domains">All in force, for the name of the handshake.</param>
    /// <param name="now">For the validity of certificates.</param>
    /// <param name="certificate">What the client showed, when it was asked for and is good.</param>
    /// <returns>Why the call is refused.</returns>
    public static string? Refuse(
        HttpContext http, DomainPlan domain, DomainTable domains, DateTimeOffset now, out ClientCertificate? certificate)
    {
        certificate = null;
        if (domain.Refusal is not null)
        {
            return domain.Refusal;
        }

        var isMutual = domain.Handshake is { IsMutual: true };
        if (!isMutual && !domain.IsStrict && domain.Private is null)
        {
            return null;
        }

        var received = ReceivedConnection.Of(http);
        if ((isMutual || domain.IsStrict)
            && (received is not { ServerName.Length: > 0 } || domains.Find(received.ServerName, received.Endpoint) != domain))
        {
            // Another domain's handshake asked for nothing, or believes others.
            return isMutual
                ? "Access denied. Reason: the connection's handshake was not this domain's, so no client certificate was asked for"
                : "Access denied. Reason: the name of the TLS handshake is not the Host (endpoint access mode STRICT)";
        }

        if (isMutual && RefuseCertificate(domain, received!, now, out certificate) is { } reason)
        {
            return $"Access denied. Reason: {reason}";
        }

        return domain.Private?.Refuse(http, received?.Endpoint);
    }

    /// <summary>A default address under STRICT: the handshake's name must be the Host's (security §4.3).</summary>
    public static bool IsSameName(HttpContext http, string host)
    {
        var received = ReceivedConnection.Of(http);
        var colon = host.IndexOf(':', StringComparison.Ordinal);
        return received is { ServerName.Length: > 0 }
            && received.ServerName.AsSpan().Equals(colon < 0 ? host : host.AsSpan(0, colon), StringComparison.OrdinalIgnoreCase);
    }

    private static string? RefuseCertificate(
        DomainPlan domain, ReceivedConnection received, DateTimeOffset now, out ClientCertificate? certificate)
    {
        certificate = null;
        if (domain.Handshake!.Truststore is not { } truststore)
        {
            return "the domain's truststore could not be read";
        }

        var shown = received.Verify(truststore, now, out var refusal);
        certificate = refusal is null ? shown : null;
        return refusal ?? (shown is null ? "no certificate was shown" : null);
    }
}
