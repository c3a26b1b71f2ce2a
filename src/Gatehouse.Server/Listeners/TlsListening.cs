using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Execution.Handshakes;
using Gatehouse.Model.Domains;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gatehouse.Server.Listeners;

/// <summary>
/// What happens on a connection before its first request: which VPC endpoint it came through, and the handshake by the name
/// that the client asks for. Nothing here waits for anything.
/// </summary>
internal sealed class TlsListening(ServerHandshakes handshakes, VpcEndpoints endpoints, X509Certificate2? certificate, X509Certificate2Collection chain)
{
    private readonly SslServerAuthenticationOptions? _own = certificate is null
        ? null
        : new SslServerAuthenticationOptions
        {
            // Offline: nothing is fetched to complete the chain.
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };

    /// <summary>The ordinary listeners: anybody's, unless the address belongs to an endpoint.</summary>
    public void Mark(ListenOptions listen)
    {
        if (endpoints.HasSources)
        {
            listen.Use(next => connection =>
            {
                endpoints.Enter(connection);
                return next(connection);
            });
        }
    }

    /// <summary>The listener of one endpoint: whoever may not come in is cut off.</summary>
    public void Mark(ListenOptions listen, VpcEndpoint endpoint) => listen.Use(next => connection =>
    {
        if (endpoints.TryEnter(connection, endpoint.Id))
        {
            return next(connection);
        }

        connection.Abort();
        return Task.CompletedTask;
    });

    public void UseTls(ListenOptions listen)
    {
        var own = _own ?? throw new InvalidOperationException("A TLS listener needs a certificate.");
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = ListenerLimits.Handshake,
            OnConnection = context =>
                new ValueTask<SslServerAuthenticationOptions>(
                    handshakes.Select(context.Connection, context.ClientHelloInfo.ServerName, own)),
        });
    }
}
