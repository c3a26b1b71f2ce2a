using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Execution.Exchange;

/// <summary>
/// The headers that a client's Connection header names: they speak about its connection and end here
/// (RFC 9110 §7.6.1).
/// </summary>
/// <remarks>
/// Kestrel shows a Connection that says keep-alive or Upgrade as that word alone: what else such a line names is not
/// known here and passes.
/// </remarks>
internal static class ConnectionNames
{
    /// <summary>
    /// What the gateway decides by, adds itself, or what carries an identity: no client can make it disappear behind
    /// the checks (security sheet §11.1; Traefik CVE-2024-45410).
    /// </summary>
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept", "Accept-Encoding", "Authorization", "Cache-Control", "Content-Encoding", "Content-Type", "Cookie",
        "Forwarded", "Host", "Origin", "User-Agent", "Via", "X-API-Key", "X-HTTP-Method-Override", "X-Real-IP");

    private static readonly string[] KeptPrefixes = ["X-Amz", "X-Forwarded-", "CloudFront-"];

    /// <returns>Whether there is a name to look for at all: nearly every Connection is <c>keep-alive</c>.</returns>
    public static bool MayName(StringValues connection) =>
        connection.Count > 1
        || (connection is [{ Length: > 0 } one]
            && !one.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
            && !one.Equals("close", StringComparison.OrdinalIgnoreCase));

    public static bool EndsHere(StringValues connection, string header)
    {
        if (Kept.Contains(header)
            || Array.Exists(KeptPrefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        foreach (var line in connection)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                if (line.AsSpan(range).Trim().Equals(header, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
