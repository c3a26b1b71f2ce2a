using System.Text;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.OpenApi.HttpApis;
using Gatehouse.Services.OpenApi.Text;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Apis;

/// <summary>
/// The document itself is the body (http-api §5). With a stage it is what that stage serves, without one the API as it
/// is. The texts of the refusals are unconfirmed.
/// </summary>
internal sealed class ExportApi(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenAsync(call, cancellationToken);
        if (api.IsWebSocket)
        {
            throw WebSocketFaults.NotOnWebSocket("Exports are"); // websocket-api §1.14
        }

        var input = call.Input;
        if (input.RequiredString("Specification") != "OAS30")
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid specification. Must be one of [OAS30]");
        }

        if (InputMembers.Empty(input.FindString("ExportVersion")) is not (null or "1.0"))
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid exportVersion. Must be one of [1.0]");
        }

        var type = input.RequiredString("OutputType");
        if (type is not ("JSON" or "YAML"))
        {
            throw ApiGatewayV2Faults.BadRequest("Invalid outputType. Must be one of [JSON, YAML]");
        }

        var stage = InputMembers.Empty(input.FindString("StageName"));
        var document = HttpApiExporter.Export(
            await DefinitionAsync(api, stage, cancellationToken),
            stage,
            call.Scope,
            input.FindBoolean("IncludeExtensions") ?? true);
        var text = type == "JSON" ? JsonSourceWriter.Write(document) : YamlSourceWriter.Write(document);
        return new OperationOutput { Members = [], Payload = Encoding.UTF8.GetBytes(text) };
    }

    private static async ValueTask<ApiV2Definition> DefinitionAsync(
        OpenedApiV2 api, string? stageName, CancellationToken cancellationToken)
    {
        if (stageName is null)
        {
            return await api.ReadDefinitionAsync(cancellationToken);
        }

        var stage = await api.FindAsync<StageV2Document>(stageName, cancellationToken)
            ?? throw ApiGatewayV2Faults.NoStage();
        return stage.Value.DeploymentId is { } deployment
            && await ApiV2Definitions.FindDeployedAsync(
                api.Store.Documents, api.Scope, api.Id, deployment, cancellationToken) is { } deployed
            ? deployed
            : throw ApiGatewayV2Faults.BadRequest($"Stage {stageName} has no deployment to export");
    }
}
