using System.Net.Security;
using Gatehouse.Model.Certificates;

namespace Gatehouse.Execution.Handshakes;

/// <summary>How connections to a custom domain begin: its certificate, its protocols, and whom it believes.</summary>
internal sealed class HandshakePlan(
    SslStreamCertificateContext? certificate, TlsPolicy policy, bool isMutual, Truststore? truststore)
{
    /// <summary><see langword="null"/>: the house has no such certificate, and the listener shows its own.</summary>
    public SslStreamCertificateContext? Certificate { get; } = certificate;

    public TlsPolicy Policy { get; } = policy;

    /// <summary>Clients must show a certificate.</summary>
    public bool IsMutual { get; } = isMutual;

    /// <summary><see langword="null"/> on a mutual domain: it could not be read, and nobody is believed.</summary>
    public Truststore? Truststore { get; } = truststore;

    /// <summary>Made once for each certificate of a listener; a handshake only takes it.</summary>
    public SslServerAuthenticationOptions? Shared { get; set; }
}
