using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

internal static class ModelShape
{
    public static OperationOutput Output(ModelDocument model) =>
        OperationOutput.Of(model, RestApiJson.Default.ModelDocument);

    /// <summary>The schemas of all models by name.</summary>
    public static async ValueTask<Dictionary<string, string>> ReadSchemasAsync(
        OpenedApi api, CancellationToken cancellationToken) =>
        (await api.ListAsync<ModelDocument>(cancellationToken)).ToDictionary(
            model => model.Value.Name, model => model.Value.Schema, StringComparer.Ordinal);

    public static async ValueTask<Versioned<ModelDocument>> FindAsync(
        OpenedApi api, OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("modelName");
        return await api.FindAsync<ModelDocument>(name, cancellationToken) ?? throw ApiGatewayFaults.NoModel(name);
    }
}
