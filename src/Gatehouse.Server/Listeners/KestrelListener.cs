using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Execution.WebSockets;
using Gatehouse.Server.Composition;
using Gatehouse.Server.Planes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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

    public KestrelListener(ServerOptions options, TlsListening listening, ILoggerFactory loggers)
    {
        _options = options;
        // The empty builder registers what Kestrel asks for and nothing else; its own host is never run.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => Configure(kestrel, options, listening))
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

    /// <summary>Where the VPC endpoints with a listener of their own are.</summary>
    public ImmutableArray<(string Id, string Url)> EndpointUrls { get; private set; } = [];

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
        TlsPort = _options.TlsPort is null ? null : ports.Find(static address => address.Scheme == Uri.UriSchemeHttps)!.Port;
        var first = _options.TlsPort is null ? 1 : 2; // the addresses stand in the order in which they were configured
        EndpointUrls =
        [
            .. _options.VpcEndpoints.Where(static one => one.Listen is not null)
                .Zip(ports.Skip(first), static (endpoint, address) => (endpoint.Id, $"{address.Scheme}://{address.Host}:{address.Port}")),
        ];
    }

    /// <summary>Takes no new request, waits for those in flight until the token is cancelled, then closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _services.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options, TlsListening listening)
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
        kestrel.Listen(options.Address, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listening.Mark(listen);
            listen.UseWebSocketTakeover();
        });
        if (options.TlsPort is { } tlsPort)
        {
            kestrel.Listen(options.Address, tlsPort, listen =>
            {
                listening.Mark(listen);
                listening.UseTls(listen);
                listen.UseWebSocketTakeover();
            });
        }

        foreach (var endpoint in options.VpcEndpoints.Where(static one => one.Listen is not null))
        {
            kestrel.Listen(endpoint.Listen!, listen =>
            {
                listening.Mark(listen, endpoint);
                if (endpoint.IsTls)
                {
                    listening.UseTls(listen);
                }
                else
                {
                    listen.Protocols = HttpProtocols.Http1;
                }

                listen.UseWebSocketTakeover();
            });
        }
    }
}
