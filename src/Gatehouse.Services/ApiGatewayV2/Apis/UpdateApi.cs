using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.Routes;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>Changes an API, and on one of quick create the target of its route (http-api §3.1).</summary>
internal sealed class UpdateApi(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenForEditAsync(call, cancellationToken);
        var input = call.Input;
        var before = opened.Api;
        if (opened.IsWebSocket)
        {
            WebSocketApiRules.RefuseHttpMembers(input);
        }
        else
        {
            ApiRules.RefuseSchemaValidation(input.FindBoolean("DisableSchemaValidation"));
        }

        var after = before with
        {
            Name = input.FindString("Name") ?? before.Name,
            Description = input.Text("Description", before.Description),
            Version = input.Text("Version", before.Version),
            RouteSelectionExpression = RouteSelection(opened, input),
            ApiKeySelectionExpression = input.Has("ApiKeySelectionExpression")
                ? ApiRules.CheckApiKeySelection(input.FindString("ApiKeySelectionExpression"))
                : before.ApiKeySelectionExpression,
            CorsConfiguration = input.Members["CorsConfiguration"] is JsonObject cors
                ? CorsRules.Merge(before.CorsConfiguration, cors)
                : before.CorsConfiguration,
            DisableExecuteApiEndpoint =
                input.FindBoolean("DisableExecuteApiEndpoint") ?? before.DisableExecuteApiEndpoint,
            DisableSchemaValidation = opened.IsWebSocket
                ? input.FindBoolean("DisableSchemaValidation") ?? before.DisableSchemaValidation
                : before.DisableSchemaValidation,
            IpAddressType = input.FindString("IpAddressType") ?? before.IpAddressType,
        };
        var batch = opened.Edit().Replace(opened.Document, after);
        await ChangeTargetAsync(opened, call, batch, cancellationToken);
        await opened.CommitAndDeployAsync(batch, routesAfter: null, cancellationToken);
        return ApiShape.Output(after, call.Scope);
    }

    private static string RouteSelection(OpenedApiV2 api, OperationInput input)
    {
        if (!input.Has("RouteSelectionExpression"))
        {
            return api.Api.RouteSelectionExpression;
        }

        var sent = input.FindString("RouteSelectionExpression");
        return api.IsWebSocket ? WebSocketApiRules.CheckRouteSelection(sent) : ApiRules.CheckRouteSelection(sent);
    }

    private static async ValueTask ChangeTargetAsync(
        OpenedApiV2 api, OperationCall call, DocumentBatch batch, CancellationToken cancellationToken)
    {
        var input = call.Input;
        if (api.IsWebSocket)
        {
            return; // there was nothing but explicit nothings
        }

        if (!input.Has("Target") && !input.Has("RouteKey") && !input.Has("CredentialsArn"))
        {
            return;
        }

        // The texts of both refusals are unconfirmed.
        if (api.Api.QuickCreate is not { } parts)
        {
            throw ApiGatewayV2Faults.BadRequest(
                "target, routeKey and credentialsArn can only be updated on an API that was created with quick create");
        }

        if (input.FindString("Target") is "")
        {
            throw ApiGatewayV2Faults.BadRequest("The target of an API that was created with quick create cannot be removed");
        }

        if (await api.FindAsync<IntegrationV2Document>(parts.IntegrationId, cancellationToken) is { } integration)
        {
            batch.Replace(integration, QuickCreate.Integration(
                parts.IntegrationId,
                input.FindString("Target") ?? integration.Value.IntegrationUri ?? string.Empty,
                input.Text("CredentialsArn", integration.Value.CredentialsArn),
                call.Scope.Account));
        }

        if (InputMembers.Empty(input.FindString("RouteKey")) is { } key
            && await api.FindAsync<RouteV2Document>(parts.RouteId, cancellationToken) is { } route)
        {
            var changed = route.Value with { RouteKey = RouteRules.CheckKey(key) };
            var routes = await api.ListAsync<RouteV2Document>(cancellationToken);
            RouteRules.CheckUnique(changed, routes.Select(static one => one.Value));
            batch.Replace(route, changed);
        }
    }
}
