using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>The <c>www-authenticate</c> of an HTTP API's JWT authorizer (http-api §13.2).</summary>
internal static class JwtChallenge
{
    public const string Header = "www-authenticate";

    /// <summary>No token came.</summary>
    public const string Missing = "Bearer";

    public static string Of(in JwtVerdict verdict, string[] scopes)
    {
        var error = verdict.Fault == TokenFault.Scope ? "insufficient_scope" : "invalid_token";
        return $"Bearer scope=\"{string.Join(' ', scopes)}\" error=\"{error}\" "
            + $"error_description=\"{verdict.Description}\"";
    }

    /// <summary><c>$context.authorizer.error</c>.</summary>
    public static string ErrorOf(in JwtVerdict verdict) =>
        (verdict.Fault == TokenFault.Scope ? "insufficient_scope: " : "invalid_token: ") + verdict.Description;
}
