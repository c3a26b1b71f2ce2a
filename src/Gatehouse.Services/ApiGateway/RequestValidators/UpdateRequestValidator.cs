using Gatehouse.Model.RestApis;
using Gatehouse.Services.ApiGateway.Patching;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.RequestValidators;

internal sealed class UpdateRequestValidator(RestApiStore store) : IOperation
{
    /// <summary>rest-control-plane §2.8; the order is the one AWS prints.</summary>
    public static readonly PatchTable<RequestValidatorDocument> Patches = new(
        PatchFamily.ListsPaths,
        new("/name", PatchOps.Replace, (one, in m) =>
            one with { Name = RequestValidatorShape.CheckName(m.ValueOrNull) }),
        new("/validateRequestParameters", PatchOps.Replace, (one, in m) =>
            one with { ValidateRequestParameters = m.Boolean() }),
        new("/validateRequestBody", PatchOps.Replace, (one, in m) => one with { ValidateRequestBody = m.Boolean() }));

    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var api = await store.OpenForEditAsync(call, cancellationToken);
        var before = await RequestValidatorShape.FindAsync(api, call, cancellationToken);
        var after = Patches.Apply(before.Value, PatchOperation.Of(call.Input));
        await api.CommitAsync(api.Edit().Replace(before, after), cancellationToken);
        return RequestValidatorShape.Output(after);
    }
}
