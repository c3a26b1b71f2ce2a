using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Integrations;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.IntegrationResponses;

internal sealed class UpdateIntegrationResponse(RestApiStore store) : IOperation
{
    private const PatchOps Any = PatchOps.Add | PatchOps.Replace | PatchOps.Remove;

    /// <summary>rest-control-plane §2.7.</summary>
    public static readonly PatchTable<IntegrationResponseDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/contentHandling", PatchOps.Replace, (one, in m) =>
            one with { ContentHandling = UpdateIntegration.ContentHandling(m) }),
        new("/selectionPattern", PatchOps.Replace, (one, in m) => one with { SelectionPattern = m.Operation.Value }),
        new("/responseParameters/{key}", Any, (one, in m) => one with
        {
            ResponseParameters = m.IsRemove
                ? PatchMaps.Remove(one.ResponseParameters, m.Key)
                : PatchMaps.Set(one.ResponseParameters, m.Key, m.Value),
        }),
        new("/responseTemplates/{key}", Any, (one, in m) => one with
        {
            ResponseTemplates = m.IsRemove
                ? PatchMaps.Remove(one.ResponseTemplates, m.Key)
                : PatchMaps.Set(one.ResponseTemplates, m.Key, m.Operation.Value),
        }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var opened = await store.OpenResourceForEditAsync(call, cancellationToken);
        var method = opened.Method(call);
        var integration = opened.Integration(call);
        var before = integration.IntegrationResponses?.GetValueOrDefault(call.Input.RequiredString("statusCode"))
            ?? throw ApiGatewayFaults.NotFound("Invalid Integration Response identifier specified");
        var after = Patches.Apply(before, PatchOperation.Of(call.Input));
        IntegrationResponseShape.Check(method, after);
        await opened.SaveAsync(IntegrationResponseShape.With(method, integration, after), cancellationToken);
        return IntegrationResponseShape.Output(after);
    }
}
