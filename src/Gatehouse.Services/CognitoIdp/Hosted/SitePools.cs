using Gatehouse.Identity.UserPools;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>Which pool a request may be for: the one of the domain, or on this server's own name the client's.</summary>
internal static class SitePools
{
    private const string Auth = ".auth.";

    /// <summary>The client, unless the host is the domain of another pool.</summary>
    public static async ValueTask<OpenedClient?> ClientAsync(
        CognitoRoom room, HostedRequest request, string? clientId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(clientId) || await room.FindClientAsync(clientId, cancellationToken) is not { } client)
        {
            return null;
        }

        return IsDomain(room, request.HostName, out var pool) && pool != client.Pool.Id ? null : client;
    }

    private static bool IsDomain(CognitoRoom room, string host, out string? pool)
    {
        pool = null;
        var auth = host.IndexOf(Auth, StringComparison.OrdinalIgnoreCase);
        var name = auth > 0 && (host.EndsWith(".amazoncognito.com", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            ? host[..auth]
            : host;
        if (room.Directory.FindDomain(name) is { } place)
        {
            pool = place.PoolId;
            return true;
        }

        return auth > 0; // a domain's form, and nobody's
    }
}
