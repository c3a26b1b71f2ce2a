using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Authorizers;

namespace Gatehouse.Services.OpenApi;

/// <summary>
/// <c>x-amazon-apigateway-authorizer</c> (rest-control-plane §4.6), checked as CreateAuthorizer checks it.
/// </summary>
internal sealed class AuthorizerImport(ImportContext context)
{
    /// <value>Seconds. What CreateAuthorizer fills in too (§2.9).</value>
    private const int DefaultTtlInSeconds = 300;

    /// <param name="name">The scheme's name, which becomes the authorizer's.</param>
    /// <param name="scheme">The security scheme.</param>
    /// <param name="extension">Its extension.</param>
    /// <param name="formerId">The id that an authorizer of this name has already.</param>
    /// <returns>The authorizer; when it is refused, the error is recorded and nothing will be imported.</returns>
    public AuthorizerDocument Read(string name, NodeView scheme, NodeView extension, string? formerId)
    {
        var prefix = $"Unable to create authorizer '{name}': ";
        var type = extension["type"].Text?.ToUpperInvariant();
        if (type is not ("TOKEN" or "REQUEST" or AuthorizerRules.Cognito))
        {
            context.Error(extension.Pointer, $"{prefix}Invalid authorizer type '{extension["type"].Quoted}'");
            type = null;
        }

        var isCognito = type == AuthorizerRules.Cognito;
        var authorizer = new AuthorizerDocument
        {
            Id = formerId ?? context.NewPartId(),
            Name = name,
            Type = type ?? "",
            AuthType = scheme["x-amazon-apigateway-authtype"].Text ?? (isCognito ? "cognito_user_pools" : "custom"),
            AuthorizerUri = extension["authorizerUri"].Text,
            AuthorizerCredentials = extension["authorizerCredentials"].Text,
            IdentityValidationExpression = extension["identityValidationExpression"].Text,
            AuthorizerResultTtlInSeconds =
                extension["authorizerResultTtlInSeconds"].Number() ?? (isCognito ? null : DefaultTtlInSeconds),
            ProviderARNs = extension["providerARNs"].Texts(),
            IdentitySource = extension["identitySource"].Text ?? Source(scheme),
        };
        if (type is not null)
        {
            context.Passes(extension.Pointer, prefix, () => AuthorizerRules.Check(authorizer, context.Scope.Account));
        }

        return authorizer;
    }

    private static string? Source(NodeView scheme) => (scheme["in"].Text, scheme["name"].Text) switch
    {
        (_, null or "Unused") => null,
        ("header", { } name) => $"method.request.header.{name}",
        ("query", { } name) => $"method.request.querystring.{name}",
        _ => null,
    };
}
