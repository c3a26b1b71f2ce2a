using System.Net;
using System.Net.Sockets;
using Gatehouse.Execution.Exchange;
using Gatehouse.Execution.Integrations.Http;
using Gatehouse.Execution.Integrations.Http.Upstream;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>
/// What the gateway says of itself to a backend (http-api §8): <c>forwarded</c>, <c>via</c> and the trace. What the client sent
/// of the first two comes before it.
/// </summary>
internal static class ForwardHeaders
{
    private const string Via = "HTTP/1.1 AmazonAPIGateway";
    private const int StackChars = 256;

    public static bool IsExtended(string name) => name.Length switch
    {
        3 => name.Equals("Via", StringComparison.OrdinalIgnoreCase),
        9 => name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <returns><see langword="false"/> when there is no room for them, or the client's part cannot be sent.</returns>
    public static bool TryAdd(UpstreamRequest request, HttpApiRequest client)
    {
        var http = client.Http;
        var received = http.Request.Headers;
        received.TryGetValue("Forwarded", out var forwarded);
        var buffer = new CharBuffer(stackalloc char[StackChars]);
        AppendReceived(ref buffer, forwarded);
        buffer.Append("for=");
        AppendNode(ref buffer, http.Connection.RemoteIpAddress);
        buffer.Append(";host=");
        AppendHost(ref buffer, http.Request.Host.Value ?? string.Empty);
        buffer.Append(";proto=");
        buffer.Append(http.Request.Scheme);
        var isAdded = request.AddHeader("forwarded", buffer.Written);
        buffer.Dispose();
        var via = received.Via;
        return isAdded
            && request.AddHeader("via", via.Count == 0 ? Via : string.Concat(via.ToString(), ", ", Via))
            && request.AddHeader(TraceIdentity.HeaderName, client.TraceHeader);
    }

    private static void AppendReceived(ref CharBuffer buffer, StringValues received)
    {
        foreach (var line in received)
        {
            buffer.Append(line);
            buffer.Append(", ");
        }
    }

    /// <summary>RFC 7239 §6: an IPv6 address is in brackets, and quoted.</summary>
    private static void AppendNode(ref CharBuffer buffer, IPAddress? address)
    {
        Span<char> text = stackalloc char[64];
        var shown = address switch
        {
            null => IPAddress.Loopback, // a transport without addresses
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
            _ => address,
        };
        if (!shown.TryFormat(text, out var length))
        {
            return;
        }

        var isV6 = shown.AddressFamily == AddressFamily.InterNetworkV6;
        buffer.Append(isV6 ? "\"[" : string.Empty);
        buffer.Append(text[..length]);
        buffer.Append(isV6 ? "]\"" : string.Empty);
    }

    /// <summary>RFC 7239 §4: what is no token is quoted, a port's colon too. The host of an API has none on AWS.</summary>
    private static void AppendHost(ref CharBuffer buffer, string host)
    {
        if (HeaderText.IsName(host))
        {
            buffer.Append(host);
            return;
        }

        buffer.Append('"');
        foreach (var c in host)
        {
            if (c is '"' or '\\')
            {
                buffer.Append('\\');
            }

            buffer.Append(c);
        }

        buffer.Append('"');
    }
}
