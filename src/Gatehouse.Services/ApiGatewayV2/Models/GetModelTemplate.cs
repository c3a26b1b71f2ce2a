using System.Text.Json.Nodes;
using Gatehouse.Model.ApisV2;
using Gatehouse.Services.ApiGateway.Models;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Models;

/// <summary>A sample mapping template, as version 1 writes it (websocket-api §1.8).</summary>
internal sealed class GetModelTemplate(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = (await store.OpenAsync(call, cancellationToken)).OnlyWebSocket(ModelInput.What);
        var model = await ModelInput.FindAsync(api, call, cancellationToken);
        if (api.Api.DisableSchemaValidation == true && !IsSchema(model.Value.Schema))
        {
            // The text is ours.
            throw ApiGatewayV2Faults.BadRequest("Invalid model specified: its schema is not a JSON object");
        }

        var schemas = (await api.ListAsync<ModelV2Document>(cancellationToken))
            .ToDictionary(static one => one.Value.Name, static one => one.Value.Schema, StringComparer.Ordinal);
        return OperationOutput.Of(new JsonObject
        {
            ["Value"] = ModelTemplate.Write(model.Value.Schema, schemas.GetValueOrDefault),
        });
    }

    private static bool IsSchema(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
