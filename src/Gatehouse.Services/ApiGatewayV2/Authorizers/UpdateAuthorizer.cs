using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Authorizers;

internal sealed class UpdateAuthorizer(ApiV2Store store, IIssuerProbe? issuers) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await api.AuthorizerAsync(call, cancellationToken);
        var after = AuthorizerInput.Apply(call.Input, before.Value);
        if (api.IsWebSocket)
        {
            WebSocketAuthorizerRules.Check(after, call.Scope.Account);
        }
        else
        {
            AuthorizerRules.Check(after, call.Scope.Account);
        }

        await AuthorizerRules.CheckNameAsync(api, after, cancellationToken);
        var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
        if (after.AuthorizerType != before.Value.AuthorizerType)
        {
            // Its routes were promised the other kind.
            foreach (var route in routes.Where(route => route.Value.AuthorizerId == after.AuthorizerId))
            {
                RouteRules.CheckKind(route.Value.AuthorizationType, after);
            }
        }

        if (call.Input.Has("JwtConfiguration"))
        {
            await IssuerCheck.RunAsync(issuers, after, cancellationToken);
        }

        await api.CommitAndDeployAsync(api.Edit().Replace(before, after), routes.Length, cancellationToken);
        return OperationOutput.Of(after, ApiV2Json.Default.AuthorizerV2Document);
    }
}
