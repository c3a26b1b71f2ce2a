using Gatehouse.Execution.Addressing;
using Gatehouse.Execution.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.WebSockets.Handshake;

/// <summary>
/// A request to a stage of a WebSocket API: a handshake, or a call of the management API. It lives as long as the HTTP
/// request; what a connection remembers of it is its <see cref="SocketClient"/>.
/// </summary>
internal sealed class HandshakeRequest : ClientRequest
{
    private List<KeyValuePair<string, StringValues>>? _headers;

    public HandshakeRequest(
        HttpContext http, SocketStagePlan stage, string target, in InvokeAddress address, RequestIdentifiers ids,
        DateTimeOffset arrivedAt, long startedAt)
        : base(http, target, address, ids, arrivedAt, startedAt) => Stage = stage;

    public SocketStagePlan Stage { get; }

    /// <summary>The headers as events show them (websocket-api §4.1): with what the gateway adds, sorted by name.</summary>
    public List<KeyValuePair<string, StringValues>> Headers => _headers ??= Collect();

    /// <summary>The last value of a header in any case, or <see langword="null"/>.</summary>
    public string? FindHeader(string name) =>
        Http.Request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    /// <summary>What an authorizer's event has and an integration's has not (§3.8).</summary>
    public static bool IsForAuthorizersOnly(string name) =>
        name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);

    /// <summary>Grouped once: a query of thousands of pairs must not cost their square.</summary>
    public OrderedDictionary<string, StringValues> GroupQuery()
    {
        var groups = new OrderedDictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (name, value) in Query.Pairs)
        {
            groups[name] = groups.TryGetValue(name, out var values) ? StringValues.Concat(values, value) : value;
        }

        return groups;
    }

    private List<KeyValuePair<string, StringValues>> Collect()
    {
        var headers = new List<KeyValuePair<string, StringValues>>();
        foreach (var header in Http.Request.Headers)
        {
            if (!IsGatewaysOwn(header.Key))
            {
                headers.Add(header);
            }
        }

        // Proxy headers of the client are not believed, and those of the gateway take their place (REST sheet §16.1).
        headers.Add(new(TraceIdentity.HeaderName, TraceHeader));
        headers.Add(new("X-Forwarded-For", SourceIp));
        headers.Add(new("X-Forwarded-Port", LocalPort));
        headers.Add(new("X-Forwarded-Proto", Http.Request.IsHttps ? "https" : "http"));
        headers.Sort(static (a, b) => StringComparer.OrdinalIgnoreCase.Compare(a.Key, b.Key));
        return headers;
    }

    private static bool IsGatewaysOwn(string name) =>
        name.Equals(TraceIdentity.HeaderName, StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Forwarded-Port", StringComparison.OrdinalIgnoreCase)
        || name.Equals("X-Forwarded-Proto", StringComparison.OrdinalIgnoreCase);
}
