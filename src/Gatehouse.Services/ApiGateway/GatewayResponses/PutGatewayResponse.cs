using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.GatewayResponses;

/// <summary>Replaces; what the caller leaves out takes the defaults (rest-control-plane §2.10).</summary>
internal sealed class PutGatewayResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var texts = RestApiJson.Default.ImmutableSortedDictionaryStringString;
        var defaults = GatewayResponseDefaults.Of(call.Input.RequiredString("responseType"));
        var response = defaults with
        {
            StatusCode = call.Input.FindString("statusCode") ?? defaults.StatusCode,
            ResponseParameters = call.Input.Find("responseParameters", texts) ?? defaults.ResponseParameters,
            ResponseTemplates = call.Input.Find("responseTemplates", texts) ?? defaults.ResponseTemplates,
        };
        GatewayResponseRules.Check(response);
        await api.CommitAsync(api.Edit().Upsert(api.PartId(response.ResponseType), response), cancellationToken);
        return OperationOutput.Of(GatewayResponseShape.Write(response, isDefault: false));
    }
}
