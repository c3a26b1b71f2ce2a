using System.Buffers.Text;
using System.Security.Cryptography;
using Gatehouse.Identity.UserPools;

namespace Gatehouse.Services.CognitoIdp.Hosted;

/// <summary>
/// Forms that other sites post on a user's behalf are refused: a form carries the value of a cookie that only this site can
/// read, and its origin must be this host (security §6.4, §11.12).
/// </summary>
internal static class Forgery
{
    public const string Field = "_csrf";

    private const string Cookie = "XSRF-TOKEN";
    private const int Bytes = 32;
    private const int Chars = 43;

    /// <summary>The token of this browser, and the cookie if it is a new one.</summary>
    public static (string Token, string? SetCookie) TokenOf(HostedRequest request)
    {
        if (request.Cookies.GetValueOrDefault(Cookie) is { Length: Chars } known && Base64Url.IsValid(known))
        {
            return (known, null);
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        return (token, SiteCookies.Write(request, Cookie, token, null));
    }

    public static bool IsOwn(HostedRequest request)
    {
        if (request.Cookies.GetValueOrDefault(Cookie) is not { Length: Chars } cookie
            || request.FindField(Field) is not { Length: Chars } field || !SecretHash.AreEqual(cookie, field))
        {
            return false;
        }

        // A proxy in front may speak TLS for this server, so the scheme does not count.
        return request.Origin is not { } origin
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, WithoutDefaultPort(request.Host), StringComparison.OrdinalIgnoreCase));
    }

    private static string WithoutDefaultPort(string host) =>
        host.EndsWith(":80", StringComparison.Ordinal) ? host[..^3] : host.EndsWith(":443", StringComparison.Ordinal) ? host[..^4] : host;
}
