using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http;

/// <summary>Which headers of a client go on (http-api §8): all but what speaks about its connection.</summary>
internal static class ClientHeaders
{
    /// <summary>
    /// Of the connection (RFC 9110 §7.6.1, §11.7), of the framing, and those that the gateway writes itself in every
    /// request: the trace header.
    /// </summary>
    public static bool EndHere(string name) => name.Length switch
    {
        2 => Is(name, "TE"),
        6 => Is(name, "Expect"),
        7 => Is(name, "Trailer") || Is(name, "Upgrade"),
        8 => Is(name, "Trailers"),
        10 => Is(name, "Connection") || Is(name, "Keep-Alive"),
        14 => Is(name, "Content-Length") || Is(name, "HTTP2-Settings"),
        15 => Is(name, TraceIdentity.HeaderName),
        17 => Is(name, "Transfer-Encoding"),
        _ => false,
    }
        || name.StartsWith(':')
        || name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The signature of a signed route is for the gateway alone.</summary>
    public static bool IsSignature(RouteCall call, string name, StringValues values) =>
        call.Route.TakesSignatures
        && Is(name, "Authorization")
        && values.ToString().StartsWith("AWS4-", StringComparison.Ordinal);

    /// <summary>What goes on, in the order of arrival; names as they came.</summary>
    public static List<KeyValuePair<string, StringValues>> Collect(RouteCall call)
    {
        var received = call.Request.Http.Request.Headers;
        var connection = received.Connection;
        var mayName = ConnectionNames.MayName(connection);
        var headers = new List<KeyValuePair<string, StringValues>>(received.Count + 4);
        foreach (var header in received)
        {
            if (!EndHere(header.Key) && !(mayName && ConnectionNames.EndsHere(connection, header.Key)))
            {
                headers.Add(header);
            }
        }

        return headers;
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
