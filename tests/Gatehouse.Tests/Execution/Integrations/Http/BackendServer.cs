using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Tests.Execution.Integrations.Http;

/// <summary>A backend that remembers what it was sent.</summary>
internal sealed class BackendServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private BackendServer(WebApplication server)
    {
        _server = server;
        Url = $"http://127.0.0.1:{new Uri(server.Urls.First()).Port}";
    }

    public string Url { get; }

    public List<Received> Requests { get; } = [];

    public static async Task<BackendServer> StartAsync(Func<HttpContext, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = true;
            options.Limits.MaxRequestBodySize = null;
            options.Listen(IPAddress.Loopback, 0);
        });
        var server = builder.Build();
        BackendServer? backend = null;
        server.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            backend!.Requests.Add(new Received(
                context.Request.Method,
                context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await body.ReadToEndAsync()));
            await (answer?.Invoke(context) ?? context.Response.WriteAsync("backend"));
        });
        await server.StartAsync();
        return backend = new BackendServer(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal sealed record Received(string Method, string Target, Dictionary<string, string> Headers, string Body);
}

/// <summary>A backend that reads a head and then sends these bytes, whatever they are, and closes.</summary>
internal sealed class RawBackend : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public RawBackend(string? answer)
    {
        _listener.Start();
        _ = ServeAsync(answer);
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _listener.Stop();
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private async Task ServeAsync(string? answer)
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[16_384], _stop.Token);
                if (answer is null)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }

                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer!), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }
}
