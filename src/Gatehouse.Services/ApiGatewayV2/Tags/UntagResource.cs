using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Tags;

/// <summary>Keys that are not there are nothing to complain about.</summary>
internal sealed class UntagResource(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var resource = await TaggedResourceV2.OpenAsync(store, call, cancellationToken);
        var keys = call.Input.Texts("TagKeys", null) ?? [];
        await resource.SaveAsync(resource.Tags.RemoveRange(keys), cancellationToken);
        return OperationOutput.Empty;
    }
}
