using System.Text.Json;
using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Methods;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.MethodResponses;

internal sealed class PutMethodResponse(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = opened.Method(call);
        var response = call.Input.Members.Deserialize(RestApiJson.Default.MethodResponseDocument)!;
        if (method.MethodResponses?.ContainsKey(response.StatusCode) == true)
        {
            throw ApiGatewayFaults.Conflict("Response already exists for this resource");
        }

        MappingExpressions.CheckMethodResponseParameters(response.ResponseParameters?.Keys ?? []);
        await MethodRules.CheckModelsAsync(opened.Api, response.ResponseModels?.Values ?? [], cancellationToken);
        response = response with
        {
            ResponseParameters = response.ResponseParameters is { IsEmpty: false } parameters ? parameters : null,
            ResponseModels = response.ResponseModels is { IsEmpty: false } models ? models : null,
        };
        await opened.SaveAsync(MethodResponseShape.With(method, response), cancellationToken);
        return MethodResponseShape.Output(response);
    }
}
