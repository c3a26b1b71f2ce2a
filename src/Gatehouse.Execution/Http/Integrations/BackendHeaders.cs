using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Http.Integrations;

/// <summary>Which headers of a backend go to the client (http-api §6.6): all but those of the connection and the
/// gateway.</summary>
internal static class BackendHeaders
{
    /// <summary>The framing, the gateway's own Date and request id, and what RFC 9110 §7.6.1 and §11.7 keep to one
    /// hop.</summary>
    public static bool EndHere(string name) => name.Length switch
    {
        2 => Is(name, "TE"),
        4 => Is(name, "Date"),
        7 => Is(name, "Trailer") || Is(name, "Upgrade"),
        10 => Is(name, "Connection") || Is(name, "Keep-Alive"),
        14 => Is(name, "Content-Length"),
        15 => Is(name, Answers.RequestIdHeader),
        17 => Is(name, "Transfer-Encoding"),
        _ => false,
    }
        || (name.Length > 6 && name[0] is 'P' or 'p' && name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Repeated headers stay separate lines.</summary>
    public static void Add(IHeaderDictionary headers, string name, string value)
    {
        if (headers.TryGetValue(name, out var there) && there.Count > 0)
        {
            headers[name] = StringValues.Concat(there, value);
        }
        else
        {
            headers[name] = value;
        }
    }

    /// <summary>What AWS services say of a request, for <c>$context.awsEndpointRequestId</c>.</summary>
    public static void NoteIds(RouteCall call, string name, string value)
    {
        if (name.Length < 10 || name[0] is not ('x' or 'X'))
        {
            return;
        }

        if (Is(name, "x-amzn-RequestId") || Is(name, "x-amz-request-id"))
        {
            call.Endpoint.AwsRequestId = value;
        }
        else if (Is(name, "x-amz-id-2"))
        {
            call.Endpoint.AwsExtendedId = value;
        }
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
