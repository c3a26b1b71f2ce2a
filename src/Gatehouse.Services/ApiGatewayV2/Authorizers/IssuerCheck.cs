using Gatehouse.Model.ApisV2;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

/// <summary>The discovery document of a JWT authorizer's issuer is asked for before it is stored (http-api §3.5).</summary>
internal static class IssuerCheck
{
    /// <param name="issuers">Where no network is reached from here there is none, and nothing is asked.</param>
    /// <param name="authorizer">The authorizer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask RunAsync(
        IIssuerProbe? issuers, AuthorizerV2Document authorizer, CancellationToken cancellationToken)
    {
        if (issuers is not null
            && authorizer is { AuthorizerType: AuthorizerV2Document.Jwt, JwtConfiguration.Issuer: { } issuer }
            && !await issuers.AnswersAsync(issuer, cancellationToken))
        {
            throw ApiGatewayV2Faults.BadRequest(AuthorizerRules.Unreachable(issuer));
        }
    }
}
