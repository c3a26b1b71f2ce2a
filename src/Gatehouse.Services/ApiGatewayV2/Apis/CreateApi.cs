using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Services.ApiGatewayV2.Stages;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>
/// Creates an HTTP API, with a target also its route, integration and stage (http-api §3.1), or a WebSocket API, which
/// begins without any part (websocket-api §1.3).
/// </summary>
internal sealed class CreateApi(ApiV2Store store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        var tags = TagRules.Check(input.Map("Tags"));
        var id = await ApiRules.ChooseIdAsync(store, call.Scope, tags, cancellationToken);
        var api = ApiInput.Create(input, id, store.Now) with { Tags = tags };
        await ApiRules.CheckQuotaAsync(store, quotas, call.Scope, cancellationToken);
        var batch = new DocumentBatch(call.Scope);
        api = AddQuickCreate(call, batch, api);
        batch.Create(api.ApiId, new ApiV2EditionDocument { Edits = 1 }).Create(api.ApiId, api);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return ApiShape.Output(api, call.Scope);
    }

    private ApiV2Document AddQuickCreate(OperationCall call, DocumentBatch batch, ApiV2Document api)
    {
        var routeKey = InputMembers.Empty(call.Input.FindString("RouteKey"));
        var credentials = InputMembers.Empty(call.Input.FindString("CredentialsArn"));
        if (InputMembers.Empty(call.Input.FindString("Target")) is not { } target)
        {
            // Both are parts of quick create only; whether AWS says so is unconfirmed.
            return routeKey is null && credentials is null
                ? api
                : throw ApiGatewayV2Faults.BadRequest("A target must be specified with a routeKey or credentialsArn");
        }

        var key = RouteRules.CheckKey(routeKey ?? HttpRouteKey.Default);
        var integration = QuickCreate.Integration(store.NewRouteId(), target, credentials, call.Scope.Account);
        var route = QuickCreate.Route(store.NewRouteId(), key, integration.IntegrationId);
        var deployment = new DeploymentV2Document
        {
            DeploymentId = store.NewPartId(),
            AutoDeployed = true,
            CreatedDate = api.CreatedDate,
            DeploymentStatus = DeploymentV2Document.Deployed,
            Description = AutomaticDeployment.Description,
        };
        var stage = AutomaticDeployment.Deployed(
            StageShape.New(StageV2Document.Default, api.CreatedDate) with { AutoDeploy = true, ApiGatewayManaged = true },
            deployment,
            api.CreatedDate);
        batch.Create($"{api.ApiId}/{integration.IntegrationId}", integration)
            .Create($"{api.ApiId}/{route.RouteId}", route)
            .Create($"{api.ApiId}/{deployment.DeploymentId}", deployment)
            .Create($"{api.ApiId}/{stage.StageName}", stage);
        return api with
        {
            QuickCreate = new QuickCreateParts { RouteId = route.RouteId, IntegrationId = integration.IntegrationId },
        };
    }
}
