using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.IntegrationResponses;

/// <summary>One that stood there is overwritten (unconfirmed, rest-control-plane §1.9).</summary>
internal sealed class PutIntegrationResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = opened.Method(call);
        var integration = opened.Integration(call);
        var response = call.Input.Members.Deserialize(RestApiJson.Default.IntegrationResponseDocument)!;
        IntegrationResponseShape.Check(method, response);
        await opened.SaveAsync(IntegrationResponseShape.With(method, integration, response), cancellationToken);
        return IntegrationResponseShape.Output(response);
    }
}
