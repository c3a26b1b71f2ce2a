using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGateway;
using Gatehouse.Services.ApiGateway.Tags;
using Gatehouse.Services.ApiGatewayV2.Deployments;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Services.ApiGatewayV2.Stages;
using Gatehouse.Services.Skeleton;
using Gatehouse.Wire.Faults;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>Creates an HTTP API, with a target also its route, integration and stage (http-api §3.1).</summary>
internal sealed class CreateApi(ApiV2Store store, RestApiQuotas quotas) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var input = call.Input;
        RefuseWebSocket(input.RequiredString("ProtocolType"));
        ApiRules.RefuseSchemaValidation(input.FindBoolean("DisableSchemaValidation"));
        var tags = TagRules.Check(input.Map("Tags"));
        var api = new ApiV2Document
        {
            ApiId = await ApiRules.ChooseIdAsync(store, call.Scope, tags, cancellationToken),
            Name = input.RequiredString("Name"),
            ProtocolType = ApiV2Document.Http,
            RouteSelectionExpression = ApiRules.CheckRouteSelection(input.FindString("RouteSelectionExpression")),
            ApiKeySelectionExpression = ApiRules.CheckApiKeySelection(input.FindString("ApiKeySelectionExpression")),
            Description = input.Text("Description", null),
            Version = input.Text("Version", null),
            CorsConfiguration = input.Members["CorsConfiguration"] is JsonObject cors
                ? CorsRules.Merge(null, cors)
                : null,
            DisableExecuteApiEndpoint = input.FindBoolean("DisableExecuteApiEndpoint") ?? false,
            IpAddressType = input.FindString("IpAddressType") ?? "ipv4",
            Tags = tags,
            CreatedDate = store.Now,
        };
        await ApiRules.CheckQuotaAsync(store, quotas, call.Scope, cancellationToken);
        var batch = new DocumentBatch(call.Scope);
        api = AddQuickCreate(call, batch, api);
        batch.Create(api.ApiId, new ApiV2EditionDocument { Edits = 1 }).Create(api.ApiId, api);
        await store.Documents.CommitAsync(batch, cancellationToken);
        return ApiShape.Output(api, call.Scope);
    }

    private static void RefuseWebSocket(string protocolType)
    {
        if (protocolType == ApiV2Document.WebSocket)
        {
            throw new ServiceFaultException(
                "NotImplemented",
                501,
                "Gatehouse does not implement apigatewayv2:CreateApi with protocolType WEBSOCKET yet.");
        }
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
