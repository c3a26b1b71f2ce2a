using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

internal sealed class CreateAuthorizer(ApiV2Store store, ApiV2Quotas quotas, IIssuerProbe? issuers) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var authorizer = AuthorizerInput.Apply(call.Input, new AuthorizerV2Document
        {
            AuthorizerId = store.NewPartId(),
            Name = call.Input.RequiredString("Name"),
            AuthorizerType = call.Input.RequiredString("AuthorizerType"),
            IdentitySource = [],
        });
        if (api.IsWebSocket)
        {
            WebSocketAuthorizerRules.Check(authorizer, call.Scope.Account);
        }
        else
        {
            authorizer = authorizer with
            {
                AuthorizerResultTtlInSeconds = authorizer.AuthorizerResultTtlInSeconds
                    ?? AuthorizerRules.DefaultTtl(authorizer.AuthorizerType, authorizer.IdentitySource),
            };
            AuthorizerRules.Check(authorizer, call.Scope.Account);
        }

        await AuthorizerRules.CheckNameAsync(api, authorizer, cancellationToken);
        if ((await api.ListAsync<AuthorizerV2Document>(cancellationToken)).Length >= quotas.AuthorizersPerApi)
        {
            throw ApiGatewayV2Faults.LimitExceeded("Authorizers");
        }

        await IssuerCheck.RunAsync(issuers, authorizer, cancellationToken);
        await api.CommitAndDeployAsync(
            api.Edit().Create(api.PartId(authorizer.AuthorizerId), authorizer), routesAfter: null, cancellationToken);
        return OperationOutput.Of(authorizer, ApiV2Json.Default.AuthorizerV2Document);
    }
}
