using System.Globalization;
using System.Text;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Integrations;

/// <summary>One HTTP or HTTP_PROXY integration, settled at publish.</summary>
internal sealed record SocketHttpSettings
{
    public required UriPlan Uri { get; init; }

    public required string Method { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required string ApiId { get; init; }

    /// <summary>A handshake's own headers and query go on (websocket-api §5.7).</summary>
    public required bool IsProxy { get; init; }

    /// <value>Bytes of a backend's answer.</value>
    public required int PayloadBytes { get; init; }

    public string UserAgent => "AmazonAPIGateway_" + ApiId;
}

/// <summary>
/// HTTP and HTTP_PROXY. A message has no headers: the backend gets what is mapped, and what every backend gets. Redirects are
/// answers like any other.
/// </summary>
internal sealed class HttpBackend(SocketHttpSettings settings, UpstreamClient client, TimeProvider time) : IEventBackend
{
    private const int StackChars = 512;

    public async ValueTask<EventResult> SendAsync(RouteEvent call, BackendRequest request)
    {
        using var outgoing = UpstreamRequest.Rent();
        var built = Build(call, request, outgoing, out var target);
        if (built.Fault is not null)
        {
            return built;
        }

        call.IsIntegrationAttempted = true;
        call.Trace?.Data($"Endpoint request URI: {target!.FormatAuthority()}");
        call.Trace?.DataBody("Endpoint request body after transformations", request.Body.Span);
        var started = time.GetTimestamp();
        var exchange = await client.SendAsync(target!, outgoing, settings.Timeout, call.Aborted);
        call.IntegrationLatency = time.GetElapsedTime(started);
        call.Own(exchange);
        if (exchange.Fault != UpstreamFault.None)
        {
            return BackendFaults.Of(exchange.Fault, exchange.FaultDetail, call);
        }

        var read = await exchange.ReadBodyAsync(settings.PayloadBytes, call.Aborted);
        if (read.Fault != UpstreamFault.None)
        {
            return BackendFaults.Of(read.Fault, exchange.FaultDetail, call);
        }

        call.Trace?.DataBody("Endpoint response body before transformations", read.Bytes.Span);
        call.Endpoint.ServiceStatus = call.Endpoint.Status = exchange.StatusCode;
        call.Answer = new BackendAnswer
        {
            SelectionValue = exchange.StatusCode.ToString(CultureInfo.InvariantCulture),
            Status = exchange.StatusCode,
            Headers = HeadersOf(exchange),
            Body = read.Bytes,
        };
        return EventResult.Continue;
    }

    private EventResult Build(
        RouteEvent call, BackendRequest request, UpstreamRequest outgoing, out UpstreamTarget? target)
    {
        target = settings.Uri.ResolveTarget(call: null, request);
        if (target is null)
        {
            return BackendFaults.InvalidEndpoint;
        }

        var buffer = new CharBuffer(stackalloc char[StackChars]);
        var hasQuery = settings.Uri.WriteTarget(ref buffer, call: null, request);
        if (settings.Uri.Escapes(buffer.Written))
        {
            buffer.Dispose();
            return BackendFaults.EscapingPath;
        }

        if (settings.IsProxy && call.Handshake is { } handshake)
        {
            foreach (var (name, value) in handshake.Query.Pairs)
            {
                AppendPair(ref buffer, name, value, ref hasQuery);
            }
        }

        foreach (var (name, values) in request.Query)
        {
            foreach (var value in values)
            {
                AppendPair(ref buffer, name, value ?? string.Empty, ref hasQuery);
            }
        }

        var isStarted = outgoing.Start(settings.Method, buffer.Written);
        buffer.Dispose();
        if (!isStarted)
        {
            return BackendFaults.InvalidEndpoint;
        }

        if (AddHeaders(call, request, outgoing) is { } unsendable)
        {
            return BackendFaults.UnsendableHeader(unsendable);
        }

        if (HttpSettings.HasBody(settings.Method))
        {
            outgoing.SetBody(request.Body);
        }

        return EventResult.Continue;
    }

    /// <returns>The name of a header that cannot be sent, or <see langword="null"/>.</returns>
    private string? AddHeaders(RouteEvent call, BackendRequest request, UpstreamRequest outgoing)
    {
        foreach (var (name, values) in request.Headers)
        {
            if (!IsGatewaysOwn(name) && !TryAdd(outgoing, name, values))
            {
                return name;
            }
        }

        if (settings.IsProxy && call.Handshake is { } handshake)
        {
            // The handshake's own headers go on, the WebSocket ones too: leaving them out silently would hide what
            // backends refuse (websocket-api §5.7).
            foreach (var (name, values) in handshake.Headers)
            {
                if (!request.HasHeader(name) && !IsGatewaysOwn(name) && !IsHost(name)
                    && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                    && !TryAdd(outgoing, name, values))
                {
                    return name;
                }
            }
        }
        else if (HttpSettings.HasBody(settings.Method) && !request.HasHeader("Content-Type"))
        {
            outgoing.AddHeader("Content-Type"u8, "application/json"u8);
        }

        AddOwn(call, request, outgoing);
        return null;
    }

    private void AddOwn(RouteEvent call, BackendRequest request, UpstreamRequest outgoing)
    {
        var hasClients = settings.IsProxy && call.Handshake is not null;
        if (!request.HasHeader("Accept") && !(hasClients && call.Handshake!.FindHeader("Accept") is not null))
        {
            outgoing.AddHeader("Accept"u8, "application/json"u8);
        }

        if (!request.HasHeader("User-Agent") && !(hasClients && call.Client.UserAgent is not null))
        {
            outgoing.AddHeader("User-Agent", settings.UserAgent);
        }

        if (settings.Uri.RoutedHost is { } host)
        {
            outgoing.AddHeader("Host", host); // a mapped one was there first, and stays
        }

        if (call.TraceHeader is { } trace)
        {
            outgoing.AddHeader(TraceIdentity.HeaderName, trace);
        }

        outgoing.AddHeader(HttpSender.ApiIdHeader, settings.ApiId);
    }

    private static bool TryAdd(UpstreamRequest outgoing, string name, StringValues values)
    {
        foreach (var value in values)
        {
            // The connection's own headers are the upstream client's to write.
            if (!outgoing.AddHeader(name, value) && !HopByHop.IsReserved(Encoding.Latin1.GetBytes(name)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHost(string name) => name.Equals("Host", StringComparison.OrdinalIgnoreCase);

    /// <summary>What only the gateway says.</summary>
    private static bool IsGatewaysOwn(string name) =>
        name.Equals(TraceIdentity.HeaderName, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HttpSender.ApiIdHeader, StringComparison.OrdinalIgnoreCase);

    private static List<KeyValuePair<string, StringValues>> HeadersOf(UpstreamExchange exchange)
    {
        var headers = new List<KeyValuePair<string, StringValues>>(exchange.Headers.Count);
        foreach (var header in exchange.Headers)
        {
            var name = header.NameText;
            var index = headers.FindIndex(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                headers.Add(new(name, header.ValueText));
            }
            else
            {
                headers[index] = new(headers[index].Key, StringValues.Concat(headers[index].Value, header.ValueText));
            }
        }

        return headers;
    }

    private static void AppendPair(ref CharBuffer buffer, string name, string value, ref bool hasQuery)
    {
        buffer.Append(hasQuery ? '&' : '?');
        buffer.Append(PercentEncoding.EncodeQuery(name));
        buffer.Append('=');
        buffer.Append(PercentEncoding.EncodeQuery(value));
        hasQuery = true;
    }
}
