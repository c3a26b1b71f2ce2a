namespace Gatehouse.Services.CognitoIdp.Clients;

/// <summary>
/// Addresses that browsers are sent back to (security §6.4): HTTPS, HTTP on this machine, or an app's own scheme; no fragment,
/// no credentials. A request must name one of them letter by letter.
/// </summary>
internal static class RedirectUris
{
    private const int Chars = 1_024;

    private static readonly string[] Dangerous = ["javascript", "data", "vbscript", "file", "blob", "about", "ftp", "ws", "wss"];

    public static bool IsAllowed(string text)
    {
        if (text.Length is 0 or > Chars || text.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0
            || text.AsSpan().ContainsAny('"', '\\', '#')
            || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0)
        {
            return false;
        }

        return uri.Scheme switch
        {
            "https" => uri.Host.Length > 0,
            "http" => uri.Host is "localhost" or "127.0.0.1" or "[::1]",
            _ => !Dangerous.Contains(uri.Scheme, StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>What a form's target policy must name so that a browser follows there.</summary>
    public static string SourceOf(string uri)
    {
        var parsed = new Uri(uri);
        return parsed.Scheme is "http" or "https" ? parsed.GetLeftPart(UriPartial.Authority) : parsed.Scheme + ":";
    }
}
