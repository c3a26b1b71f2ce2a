using System.Collections.Frozen;

namespace Gatehouse.Execution.Rest.Headers;

/// <summary>
/// The header rewrite table as data (sheet §1.4 and §1.5: the guide's "important notes" page). A header without a row
/// passes both ways.
/// </summary>
internal static class HeaderRules
{
    private const HeaderAction P = HeaderAction.Pass;
    private const HeaderAction D = HeaderAction.Drop;
    private const HeaderAction R = HeaderAction.Remap;

    /// <summary>
    /// Dropped on arrival: no validation, template, mapping, function or backend ever sees them (sheet §1.4).
    /// </summary>
    public static readonly FrozenSet<string> DroppedOnArrival = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Content-MD5", "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE",
        "Transfer-Encoding", "Trailer", "Upgrade", "WWW-Authenticate");

    // Columns in each triple: HTTP, HTTP_PROXY, Lambda.
    private static readonly FrozenDictionary<string, Row> Rows = new Row[]
    {
        //  name                toward integration  toward client
        new("Accept",              [P, P, P],          [D, P, P]),
        // SigV4 values are dropped by IsSignature, not by the table.
        new("Authorization",       [P, P, P],          [R, R, R]),
        new("Connection",          [P, P, D],          [R, R, R]),
        new("Content-Encoding",    [P, D, P],          [P, P, P]),
        new("Content-Length",      [D, D, D],          [R, R, R]), // regenerated; the backend's own appears remapped
        new("Content-MD5",         [D, D, D],          [R, R, R]),
        new("Date",                [P, P, P],          [R, R, R]), // the gateway writes its own Date
        new("Expect",              [D, D, D],          [D, D, D]),
        new("Host",                [D, D, D],          [D, D, D]), // overwritten with the integration's host
        new("Max-Forwards",        [D, D, D],          [R, R, R]),
        new("Proxy-Authenticate",  [D, D, D],          [D, D, D]),
        new("Server",              [D, D, D],          [R, R, R]), // and the gateway sends no Server of its own
        new("TE",                  [D, D, D],          [D, D, D]),
        new("Transfer-Encoding",   [D, D, D],          [D, D, D]),
        new("Trailer",             [D, D, D],          [D, D, D]),
        new("Upgrade",             [D, D, D],          [D, D, D]),
        new("User-Agent",          [P, P, P],          [R, R, R]),
        new("Via",                 [D, D, P],          [P, D, D]),
        // For Lambda too: the guide over the emulator (sheet §17).
        new("WWW-Authenticate",    [D, D, D],          [R, R, R]),
        // Hop-by-hop by RFC 9110 §7.6.1 though the guide's table is silent: never the next hop's business.
        new("Keep-Alive",          [D, D, D],          [D, D, D]),
        new("Proxy-Connection",    [D, D, D],          [D, D, D]),
        new("HTTP2-Settings",      [D, D, D],          [P, P, P]), // of an upgrade that nobody makes (RFC 9113 §3.1)
        // Credentials for a proxy are for this one (RFC 9110 §11.7.2).
        new("Proxy-Authorization", [D, D, D],          [P, P, P]),
        // What the gateway says of itself: no client's copy goes on, no backend's copy replaces its own (sheet §1.6; the
        // remapped request id is what callers of chained APIs see).
        new("x-amzn-apigateway-api-id", [D, D, D],     [P, P, P]),
        new("x-amzn-RequestId",    [P, P, P],          [R, R, R]),
        new("x-amz-apigw-id",      [P, P, P],          [R, R, R]),
        // Routing only, "not forwarded unless mapped" (sheet §1.4); an event still shows it to a function.
        new("X-HTTP-Method-Override", [D, D, P],       [P, P, P]),
    }.ToFrozenDictionary(row => row.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Row>.AlternateLookup<ReadOnlySpan<char>> RowsBySpan =
        Rows.GetAlternateLookup<ReadOnlySpan<char>>();

    public static HeaderAction TowardIntegration(ReadOnlySpan<char> name, HeaderFamily family) =>
        RowsBySpan.TryGetValue(name, out var row) ? row.TowardIntegration[(int)family] : P;

    /// <param name="name">As the backend spelled it.</param>
    /// <param name="family">The integration's column.</param>
    /// <param name="remappedName">The new name when the action is <see cref="HeaderAction.Remap"/>.</param>
    public static HeaderAction TowardClient(string name, HeaderFamily family, out string remappedName)
    {
        remappedName = name;
        if (!Rows.TryGetValue(name, out var row))
        {
            return P;
        }

        var action = row.TowardClient[(int)family];
        if (action == R)
        {
            // The suffix keeps the backend's spelling; the usual spelling is at hand without building it.
            remappedName = string.Equals(name, row.Name, StringComparison.Ordinal)
                ? row.RemappedName
                : Row.RemappedPrefix + name;
        }

        return action;
    }

    /// <summary>
    /// An Authorization value that holds a SigV4 signature is for the gateway and goes no further (sheet §1.5).
    /// </summary>
    public static bool IsSignature(ReadOnlySpan<char> authorization) =>
        authorization.StartsWith("AWS4-", StringComparison.Ordinal);

    private sealed class Row(string name, HeaderAction[] towardIntegration, HeaderAction[] towardClient)
    {
        public const string RemappedPrefix = "x-amzn-Remapped-";

        public string Name { get; } = name;

        public string RemappedName { get; } = RemappedPrefix + name;

        public HeaderAction[] TowardIntegration { get; } = towardIntegration;

        public HeaderAction[] TowardClient { get; } = towardClient;
    }
}
