using Gatehouse.Model.Documents;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Models;

internal static class ModelShape
{
    public static OperationOutput Output(ModelDocument model) =>
        OperationOutput.Of(model, RestApiJson.Default.ModelDocument);

    public static async ValueTask<Versioned<ModelDocument>> FindAsync(
        OpenedApi api, OperationCall call, CancellationToken cancellationToken)
    {
        var name = call.Input.RequiredString("modelName");
        return await api.FindAsync<ModelDocument>(name, cancellationToken) ?? throw ApiGatewayFaults.NoModel(name);
    }
}
