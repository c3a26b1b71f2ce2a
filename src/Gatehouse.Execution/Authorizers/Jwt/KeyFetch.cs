using Gatehouse.Identity.Tokens;

namespace Gatehouse.Execution.Authorizers.Jwt;

/// <summary>What asking an issuer for its keys came to.</summary>
/// <param name="Keys">The keys, or <see langword="null"/>.</param>
/// <param name="Body">What they were read from: equal bytes are equal keys.</param>
/// <param name="Problem">What callers are told (http-api §13.2).</param>
/// <param name="Detail">What the log is told.</param>
internal sealed record KeyFetch(KeySet? Keys, ReadOnlyMemory<byte> Body, string? Problem, string? Detail)
{
    public const string DiscoveryProblem = "OIDC discovery endpoint communication error";
    public const string KeySetProblem = "JWKS communication error";

    public static KeyFetch Failed(string problem, string detail) => new(null, default, problem, detail);
}
