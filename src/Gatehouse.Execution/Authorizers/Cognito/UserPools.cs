using System.Diagnostics.CodeAnalysis;
using Gatehouse.Execution.Authorizers.Jwt;
using Gatehouse.Identity.Tokens;
using Gatehouse.Model.Arns;
using Gatehouse.Model.ExternalServices;
using Gatehouse.Model.UserPools;

namespace Gatehouse.Execution.Authorizers.Cognito;

/// <summary>
/// Finds the issuer of a user pool: Amazon's own, or the one that the operator's <c>services.json</c> names for the
/// pool or its region (security §6.1, §6.3).
/// </summary>
internal sealed class UserPools(ExternalServiceMap map, IssuerDirectory issuers, IUserPoolKeySets? localPools = null)
{
    private const string PoolPrefix = "userpool/";

    /// <param name="arn">Of a pool.</param>
    /// <param name="checker">Checks its tokens, which are RS256 alone (security §6.3).</param>
    /// <returns><see langword="false"/> when the ARN is none of a pool.</returns>
    public bool TryOpen(string arn, [NotNullWhen(true)] out TokenChecker? checker)
    {
        checker = null;
        if (!Arn.TryParse(arn, out var parsed) || parsed.Service != "cognito-idp"
            || !parsed.Resource.StartsWith(PoolPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var pool = parsed.Resource[PoolPrefix.Length..];
        if (!IsPool(pool) || !AwsRegion.IsWellFormed(parsed.Region))
        {
            return false;
        }

        var amazons = $"https://cognito-idp.{parsed.Region}.amazonaws.com/{pool}";
        if (map.FindUserPool(pool, parsed.Region) is not { } known)
        {
            // A pool of this house may sign under a name that the operator chose; which of them it is, its keys decide.
            string[] names = localPools?.IssuerOf(pool) is { } own && own != amazons ? [amazons, own] : [amazons];
            return issuers.TryOpen(names, amazons, TokenAlgorithms.RS256, out checker, pool);
        }

        var keys = $"{known.Endpoint.AbsoluteUri.TrimEnd('/')}/{pool}";
        // A stand-in signs as itself, or as Amazon's when it imitates it well: both texts name this one pool, whose
        // keys are where the operator says.
        string[] texts = known.Issuer is { } issuer ? [$"{issuer.TrimEnd('/')}/{pool}"] : [keys, amazons];
        return issuers.TryOpen(texts, keys, TokenAlgorithms.RS256, out checker);
    }

    /// <summary>The id goes into an address: nothing but what ids are made of (security §6.2).</summary>
    private static bool IsPool(string text) =>
        text.Length is > 0 and <= 55
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
