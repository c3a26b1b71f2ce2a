using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Connections;

namespace Gatehouse.Execution.Handshakes;

/// <summary>
/// Chooses by the name that a client asks for what a TLS listener shows it and wants of it (security §9.5). Reads one
/// reference to the domains in force; nothing is waited for.
/// </summary>
public sealed class ServerHandshakes
{
    private readonly Func<DomainTable> _domains;

    internal ServerHandshakes(Func<DomainTable> domains) => _domains = domains;

    /// <param name="connection">Receives what later requests ask about it.</param>
    /// <param name="serverName">The name of the client's hello; empty without one.</param>
    /// <param name="own">The listener's own certificate and protocols, for names that no custom domain has.</param>
    public SslServerAuthenticationOptions Select(
        ConnectionContext connection, string? serverName, SslServerAuthenticationOptions own)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(own);
        var received = connection.Features.Get<ReceivedConnection>();
        if (received is null)
        {
            received = new ReceivedConnection();
            connection.Features.Set(received);
        }

        received.ServerName = serverName ?? string.Empty;
        var plan = string.IsNullOrEmpty(serverName) ? null : _domains().Find(serverName, received.Endpoint)?.Handshake;
        if (plan is null)
        {
            return own;
        }

        return plan.IsMutual ? Mutual(plan, received, own) : plan.Shared ??= Plain(plan, own);
    }

    private static SslServerAuthenticationOptions Plain(HandshakePlan plan, SslServerAuthenticationOptions own) => new()
    {
        ServerCertificateContext = plan.Certificate ?? own.ServerCertificateContext,
        EnabledSslProtocols = plan.Policy.Protocols,
        CipherSuitesPolicy = plan.Policy.Suites,
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };

    /// <summary>
    /// A client without a certificate is cut off in the handshake; one with a bad certificate hears 403 (security §9.1). So the
    /// handshake keeps what was shown and the first request judges it. No session is resumed: a ticket of another
    /// domain must not stand in for a certificate.
    /// </summary>
    private static SslServerAuthenticationOptions Mutual(
        HandshakePlan plan, ReceivedConnection received, SslServerAuthenticationOptions own)
    {
        var options = Plain(plan, own);
        options.ClientCertificateRequired = true;
        options.AllowTlsResume = false;
        options.CertificateChainPolicy = new X509ChainPolicy
        {
            // The runtime builds a chain of its own before it asks; it must fetch nothing for it.
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            if (certificate is null)
            {
                return false;
            }

            // The runtime disposes of its own when the handshake is over.
            received.Shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return true;
        };
        return options;
    }
}
