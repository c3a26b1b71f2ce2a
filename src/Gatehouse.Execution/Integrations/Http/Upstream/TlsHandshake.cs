using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Execution.Integrations.Http.Upstream;

/// <summary>TLS with a backend: 1.2 or newer, the name always checked, the issuer unless the integration says otherwise.</summary>
internal sealed class TlsHandshake(UpstreamTarget target)
{
    private UpstreamFault _verdict = UpstreamFault.TlsFailed;
    private string? _reason;

    public static async ValueTask<ConnectOutcome> ShakeAsync(
        Socket socket, UpstreamTarget target, ILogger logger, CancellationToken cancellationToken)
    {
        var handshake = new TlsHandshake(target);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(handshake.Options(), cancellationToken);
            return ConnectOutcome.Connected(new TlsTransport(stream));
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException
            or System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            await stream.DisposeAsync();
            var detail = handshake._reason ?? exception.Message;
            logger.HandshakeFailed(target.Host, target.Port, handshake._verdict, detail);
            return ConnectOutcome.Failed(handshake._verdict, detail);
        }
        catch (OperationCanceledException)
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = target.Tls?.ServerName ?? target.FormatHostName(),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ClientCertificateContext = target.Tls?.ClientCertificate is { } certificate
            ? SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true)
            : null,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(certificate, chain, errors),
    };

    private bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            _reason = "The backend presented no certificate.";
            return false;
        }

        // The name first: it is wrong whoever issued the certificate.
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            _verdict = UpstreamFault.CertificateNameMismatch;
            _reason = $"Host name '{target.Tls?.ServerName ?? target.FormatHostName()}' does not match the certificate "
                + $"subject provided by the peer ({certificate.Subject})";
            return false;
        }

        var status = chain?.ChainStatus.Aggregate(
            X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.PartialChain;

        // "skips only issuer trust": dates are still checked, and a chain that reaches no root is still refused.
        if (target.Tls is { InsecureSkipVerification: true } && (status & ~X509ChainStatusFlags.UntrustedRoot) == X509ChainStatusFlags.NoError)
        {
            return true;
        }

        _verdict = UpstreamFault.CertificateUntrusted;
        _reason = $"unable to find valid certification path to requested target ({status})";
        return false;
    }
}
