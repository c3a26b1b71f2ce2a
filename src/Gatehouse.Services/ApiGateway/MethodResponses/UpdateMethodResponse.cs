using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Methods;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.MethodResponses;

internal sealed class UpdateMethodResponse(RestApiStore store) : IOperation
{
    private const PatchOps Any = PatchOps.Add | PatchOps.Replace | PatchOps.Remove;

    /// <summary>rest-control-plane §2.5; what is not there can be neither replaced nor removed (§1.8).</summary>
    public static readonly PatchTable<MethodResponseDocument> Patches = new(
        PatchFamily.NamesPath,
        new("/responseParameters/{key}", Any, (response, in match) =>
        {
            if (match.Op != PatchOps.Add && response.ResponseParameters?.ContainsKey(match.Key) != true)
            {
                throw ApiGatewayFaults.NotFound("Invalid parameter name specified");
            }

            return response with
            {
                ResponseParameters = match.IsRemove
                    ? PatchMaps.Remove(response.ResponseParameters, match.Key)
                    : PatchMaps.Set(response.ResponseParameters, match.Key, match.Boolean()),
            };
        }),
        new("/responseModels/{key}", Any, (response, in match) =>
        {
            if (match.Op != PatchOps.Add && response.ResponseModels?.ContainsKey(match.Key) != true)
            {
                throw ApiGatewayFaults.NotFound("Content-Type specified was not found");
            }

            return response with
            {
                ResponseModels = match.IsRemove
                    ? PatchMaps.Remove(response.ResponseModels, match.Key)
                    : PatchMaps.Set(response.ResponseModels, match.Key, match.Value),
            };
        }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = opened.Method(call);
        var response = Patches.Apply(MethodResponseShape.Of(method, call), PatchOperation.Of(call.Input));
        MappingExpressions.CheckMethodResponseParameters(response.ResponseParameters?.Keys ?? []);
        await MethodRules.CheckModelsAsync(opened.Api, response.ResponseModels?.Values ?? [], cancellationToken);
        await opened.SaveAsync(MethodResponseShape.With(method, response), cancellationToken);
        return MethodResponseShape.Output(response);
    }
}
