using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Methods;

internal sealed class UpdateMethod(RestApiStore store) : IOperation
{
    private const PatchOps Any = PatchOps.Add | PatchOps.Replace | PatchOps.Remove;

    /// <summary>rest-control-plane §2.4.</summary>
    public static readonly PatchTable<MethodDocument> Patches = new(
        PatchFamily.NamesPath,
        new("/authorizationScopes", PatchOps.Add | PatchOps.Remove, (method, in match) => method with
        {
            AuthorizationScopes = match.IsRemove
                ? PatchMaps.Remove(method.AuthorizationScopes, match.Value)
                : PatchMaps.Add(method.AuthorizationScopes, match.Value),
        }),
        new("/authorizationType", PatchOps.Replace, (method, in match) =>
            method with { AuthorizationType = MethodRules.AuthorizationType(match.Value) })
        { NamesItsOps = true },
        new("/authorizerId", PatchOps.Replace, (method, in match) => method with { AuthorizerId = match.ValueOrNull })
        { NamesItsOps = true },
        new("/apiKeyRequired", PatchOps.Replace, (method, in match) => method with { ApiKeyRequired = match.Boolean() })
        { NamesItsOps = true },
        new("/operationName", PatchOps.Replace, (method, in match) => method with { OperationName = match.ValueOrNull })
        { NamesItsOps = true },
        new("/requestParameters/{key}", Any, (method, in match) => method with
        {
            RequestParameters = match.IsRemove
                ? PatchMaps.Remove(method.RequestParameters, match.Key)
                : PatchMaps.Set(method.RequestParameters, match.Key, match.Boolean()),
        }),
        new("/requestModels/{key}", Any, (method, in match) => method with
        {
            RequestModels = match.IsRemove
                ? PatchMaps.Remove(method.RequestModels, match.Key)
                : PatchMaps.Set(method.RequestModels, match.Key, match.Value),
        }),
        new("/requestValidatorId", PatchOps.Replace, (method, in match) =>
            method with { RequestValidatorId = match.ValueOrNull })
        { NamesItsOps = true });

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = Patches.Apply(opened.Method(call), PatchOperation.Of(call.Input));
        if (method.AuthorizationType is "NONE" or "AWS_IAM")
        {
            // An authorizer beside these types is silently ignored (§2.4).
            method = method with { AuthorizerId = null };
        }

        await MethodRules.CheckReferencesAsync(opened.Api, method, cancellationToken);
        await opened.SaveAsync(method, cancellationToken);
        return MethodShape.Output(method);
    }
}
