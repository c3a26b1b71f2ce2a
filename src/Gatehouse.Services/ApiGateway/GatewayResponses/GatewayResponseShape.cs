using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Model.RestApis;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

internal static class GatewayResponseShape
{
    public static JsonObject Write(GatewayResponseDocument response, bool isDefault)
    {
        var members = JsonSerializer.SerializeToNode(response, RestApiJson.Default.GatewayResponseDocument)!.AsObject();
        members["defaultResponse"] = isDefault;
        return members;
    }

    public static async ValueTask<Dictionary<string, GatewayResponseDocument>> ReadCustomisedAsync(
        OpenedApi api, CancellationToken cancellationToken)
    {
        var all = await api.ListAsync<GatewayResponseDocument>(cancellationToken);
        return all.ToDictionary(one => one.Value.ResponseType, one => one.Value, StringComparer.Ordinal);
    }
}
