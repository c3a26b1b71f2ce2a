using Gatehouse.Model.ApisV2;
using Gatehouse.Model.Documents;
using Gatehouse.Services.ApiGatewayV2.WebSockets;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Models;

/// <summary>A model as a caller's members leave it, checked (websocket-api §1.8).</summary>
internal static class ModelInput
{
    public const string What = "Models are";

    private const string DefaultContentType = "application/json";

    public static ModelV2Document Create(OperationInput input, string id) => Apply(input, new ModelV2Document
    {
        ModelId = id,
        Name = input.RequiredString("Name"),
        Schema = input.RequiredString("Schema"),
        ContentType = DefaultContentType,
    });

    public static ModelV2Document Apply(OperationInput input, ModelV2Document before) => before with
    {
        Name = input.FindString("Name") ?? before.Name,
        Schema = input.FindString("Schema") ?? before.Schema,
        ContentType = input.FindString("ContentType") ?? before.ContentType,
        Description = input.Text("Description", before.Description),
    };

    /// <summary>The model among the others of its API.</summary>
    public static async ValueTask<int> CheckAsync(
        OpenedApiV2 api, ModelV2Document model, CancellationToken cancellationToken)
    {
        var all = (await api.ListAsync<ModelV2Document>(cancellationToken)).Select(static one => one.Value).ToList();
        WebSocketModelRules.Check(api.Api, model, all);
        WebSocketModelRules.CheckUnique(model, all);
        return all.Count;
    }

    public static async ValueTask<Versioned<ModelV2Document>> FindAsync(
        OpenedApiV2 api, OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Input.RequiredString("ModelId");
        return await api.FindAsync<ModelV2Document>(id, cancellationToken) ?? throw ApiGatewayV2Faults.NoPart("Model", id);
    }
}
