using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Planes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Listeners;

/// <summary>
/// Kestrel without a running host around it: sockets go straight to <see cref="PlaneApplication"/>. The generic host's own
/// diagnostics, middleware and scopes cost more per request than a mock integration does.
/// </summary>
internal sealed class KestrelListener : IAsyncDisposable
{
    private readonly ServerOptions _options;
    private readonly WebApplication _services;
    private readonly IServer _server;

    public KestrelListener(ServerOptions options, X509Certificate2? certificate, ILoggerFactory loggers)
    {
        _options = options;
        // The empty builder registers what Kestrel asks for and nothing else; its own host is never run.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => Configure(kestrel, options, certificate))
            .UseSockets(static transport =>
            {
                // Requests run on the thread that read them (design §5): nothing on the way may block.
                transport.UnsafePreferInlineScheduling = true;
                transport.IOQueueCount = Environment.ProcessorCount;
                transport.NoDelay = true;
            });
        _services = builder.Build();
        _server = _services.Services.GetRequiredService<IServer>();
    }

    /// <summary>The port in use by the plain listener; differs from the option when that was 0.</summary>
    public int Port { get; private set; }

    public int? TlsPort { get; private set; }

    /// <exception cref="OperatorException">A port is taken or may not be bound.</exception>
    public async Task StartAsync(PlaneApplication application, CancellationToken cancellationToken)
    {
        try
        {
            await _server.StartAsync(application, cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException or SocketException
            || exception.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase))
        {
            throw new OperatorException(
                $"Port {_options.Port} on {_options.Address} is taken by another program; stop that one or choose another with --port.");
        }
        catch (SocketException exception)
        {
            throw new OperatorException(
                $"Port {_options.Port} on {_options.Address} cannot be bound ({exception.SocketErrorCode}); choose another with --port or --address.");
        }

        var ports = _server.Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(static address => BindingAddress.Parse(address)).ToList();
        Port = ports.First(static address => address.Scheme == Uri.UriSchemeHttp).Port;
        TlsPort = ports.Find(static address => address.Scheme == Uri.UriSchemeHttps)?.Port;
    }

    /// <summary>Takes no new request, waits for those in flight until the token is cancelled, then closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _services.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options, X509Certificate2? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        // Backends and functions may answer any byte in a header (obs-text, RFC 9110 §5.5); Kestrel's default throws on it.
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.Limits.MaxRequestHeadersTotalSize =
            Math.Max(ListenerLimits.HeaderBytes, 2 * options.Limits.HeaderBytes);
        kestrel.Limits.MaxRequestHeaderCount = ListenerLimits.HeaderCount;
        kestrel.Limits.MaxRequestLineSize =
            Math.Max(ListenerLimits.RequestLineBytes, (options.Limits.UrlLength ?? 0) + ListenerLimits.RequestLineSpare);
        kestrel.Limits.MaxRequestBodySize = Math.Max(ListenerLimits.BodyBytes, options.Limits.PayloadBytes);
        kestrel.Limits.MaxRequestBufferSize = Math.Max(
            ListenerLimits.BufferBytes,
            kestrel.Limits.MaxRequestHeadersTotalSize + kestrel.Limits.MaxRequestLineSize);
        kestrel.Limits.KeepAliveTimeout = ListenerLimits.KeepAlive;
        kestrel.Limits.RequestHeadersTimeout = ListenerLimits.RequestHead;
        kestrel.Listen(options.Address, options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        if (options.TlsPort is not { } tlsPort)
        {
            return;
        }

        kestrel.Listen(options.Address, tlsPort, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate,
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            });
        });
    }
}
