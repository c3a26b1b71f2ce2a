using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>How to speak TLS to one target. Part of the pool's key: connections are never shared across settings.</summary>
/// <param name="InsecureSkipVerification">Skips the trust in the issuer only; name, dates and the presence of a root
/// are still checked (rest-execution.md §5.9, <c>tlsConfig.insecureSkipVerification</c>).</param>
/// <param name="ServerName">Name for SNI and the certificate, when it is not the host connected to (VPC links).</param>
/// <param name="ClientCertificate">The stage's client certificate with its private key; null presents none.</param>
internal sealed record UpstreamTlsOptions(
    bool InsecureSkipVerification,
    string? ServerName,
    X509Certificate2? ClientCertificate)
{
    // X509Certificate2 compares issuer and serial only. As a field of the record the thumbprint takes part in equality.
    private readonly string? _clientThumbprint = ClientCertificate?.Thumbprint;

    public override string ToString() =>
        $"InsecureSkipVerification={InsecureSkipVerification}, ServerName={ServerName}, Client={_clientThumbprint}";
}
