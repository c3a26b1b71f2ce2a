using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>Whether a token's signature and issuer are true.</summary>
/// <param name="Token">It is.</param>
/// <param name="Fault">Why not.</param>
/// <param name="Problem">The issuer's keys could not be had; the token may be good or not.</param>
/// <param name="AlgorithmName">As the token spells it, for the message of <see cref="TokenFault.Algorithm"/>.</param>
internal readonly record struct TokenVerdict(
    VerifiedToken? Token, TokenFault Fault, string? Problem = null, string? AlgorithmName = null);
