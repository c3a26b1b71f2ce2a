using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>What a JWT authorizer says of a caller.</summary>
/// <param name="Token">The caller may pass.</param>
/// <param name="Fault">Why not.</param>
/// <param name="Description">The text of the challenge.</param>
internal readonly record struct JwtVerdict(VerifiedToken? Token, TokenFault Fault, string? Description)
{
    /// <summary>
    /// The texts that were seen or are documented: number of segments, audience, <c>the token has expired</c>, the two
    /// communication errors. The others are worded after the library whose texts those are (unconfirmed).
    /// </summary>
    public static JwtVerdict Refused(in TokenVerdict verdict) => new(
        null,
        verdict.Fault,
        verdict.Problem ?? verdict.Fault switch
        {
            TokenFault.Segments => "token contains an invalid number of segments",
            TokenFault.Malformed => "the token is malformed",
            TokenFault.UnsupportedHeader => "the token has an unsupported header",
            TokenFault.Algorithm => $"signing method {PrintableName(verdict.AlgorithmName)} is invalid",
            TokenFault.KeyIdMissing => "the token does not have a kid",
            TokenFault.KeyUnknown => "the token's kid was not found",
            TokenFault.Signature => "crypto/rsa: verification error",
            TokenFault.Issuer => "the token does not have a valid issuer",
            TokenFault.Audience => "the token does not have a valid audience",
            TokenFault.Expired => "the token has expired",
            TokenFault.Date => "the token does not have valid dates",
            TokenFault.NotYetValid => "the token is not valid yet",
            TokenFault.IssuedInFuture => "the token was issued in the future",
            TokenFault.Scope => "the token does not have a required scope",
            _ => "the token is invalid",
        });

    /// <summary>A caller's text goes into a header line: only what every algorithm's name is made of.</summary>
    private static string PrintableName(string? name) =>
        name is { Length: > 0 and <= 16 } && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? name
            : "unavailable";
}
