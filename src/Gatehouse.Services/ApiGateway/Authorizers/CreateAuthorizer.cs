using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Authorizers;

/// <summary>An unknown API is told as a concurrent modification here (rest-control-plane §1.8).</summary>
internal sealed class CreateAuthorizer(RestApiStore store, RestApiQuotas quotas) : IOperation
{
    private const int DefaultTtlInSeconds = 300;

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.FindForEditAsync(call.Scope, call.Input.RequiredString("restApiId"), cancellationToken)
            ?? throw ApiGatewayFaults.Conflict(
                "Unable to complete operation due to concurrent modification. Please try again later.");
        var authorizer = Read(call.Input);
        AuthorizerRules.Check(authorizer, call.Scope.Account);
        await AuthorizerRules.CheckNameAsync(api, authorizer, cancellationToken);
        if ((await api.ListAsync<AuthorizerDocument>(cancellationToken)).Length >= quotas.AuthorizersPerApi)
        {
            throw ApiGatewayFaults.LimitExceeded("Authorizers");
        }

        await api.CommitAsync(api.Edit().Create(api.PartId(authorizer.Id), authorizer), cancellationToken);
        return AuthorizerShape.Output(authorizer);
    }

    private AuthorizerDocument Read(OperationInput input)
    {
        var type = input.RequiredString("type");
        var isCognito = type == AuthorizerRules.Cognito;
        return new AuthorizerDocument
        {
            Id = store.NewPartId(),
            Name = input.RequiredString("name"),
            Type = type,
            AuthType = input.FindString("authType") ?? (isCognito ? "cognito_user_pools" : "custom"),
            ProviderARNs = input.Has("providerARNs")
                ? input.Find("providerARNs", RestApiJson.Default.ImmutableArrayString)
                : null,
            AuthorizerUri = input.FindString("authorizerUri"),
            AuthorizerCredentials = input.FindString("authorizerCredentials"),
            IdentitySource = input.FindString("identitySource"),
            IdentityValidationExpression = input.FindString("identityValidationExpression"),
            AuthorizerResultTtlInSeconds =
                input.FindInteger("authorizerResultTtlInSeconds") ?? (isCognito ? null : DefaultTtlInSeconds),
        };
    }
}
