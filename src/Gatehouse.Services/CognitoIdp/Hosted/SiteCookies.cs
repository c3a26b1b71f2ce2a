using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Model.Documents;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>The session of a browser that signed in: sealed, for one pool, one hour (security §6.4).</summary>
internal static class SiteCookies
{
    private const string Session = "cognito";
    private const string Purpose = "hosted session";

    public static string Write(HostedRequest request, string name, string value, TimeSpan? lifetime) =>
        $"{name}={value}; Path=/; HttpOnly; SameSite=Lax"
        + (lifetime is { } length ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={(int)length.TotalSeconds}") : "")
        + (request.IsHttps ? "; Secure" : "");

    public static string SignIn(HostedRequest request, OpenedPool pool, PoolUserDocument user, DateTimeOffset authenticated) => Write(
        request, Session,
        pool.Room.Seals.Seal(
            Purpose, pool.Id, new JsonObject { ["s"] = user.Sub, ["t"] = authenticated.ToUnixTimeMilliseconds() },
            authenticated + UserPoolLimits.HostedSession),
        UserPoolLimits.HostedSession);

    public static string SignOut(HostedRequest request) => Write(request, Session, "", TimeSpan.Zero);

    /// <summary>Who is signed in at this pool, and since when.</summary>
    public static async ValueTask<(Versioned<PoolUserDocument> User, DateTimeOffset Since)?> FindAsync(
        HostedRequest request, OpenedPool pool, CancellationToken cancellationToken)
    {
        if (pool.Room.Seals.Open(Purpose, pool.Id, request.Cookies.GetValueOrDefault(Session)) is not { } state
            || await pool.FindBySubAsync(state["s"]!.GetValue<string>(), cancellationToken) is not { } user)
        {
            return null;
        }

        var since = DateTimeOffset.FromUnixTimeMilliseconds(state["t"]!.GetValue<long>());
        return user.Value.IsEnabled && (user.Value.SignedOut is not { } signedOut || signedOut < since) ? (user, since) : null;
    }
}
