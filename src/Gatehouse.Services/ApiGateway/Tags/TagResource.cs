using Gatehouse.Model.RestApis;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Tags;

internal sealed class TagResource(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var resource = await TaggedResource.OpenAsync(store, call, cancellationToken);
        var added = call.Input.Find("tags", RestApiJson.Default.ImmutableSortedDictionaryStringString)!;
        await resource.SaveAsync(resource.Tags.SetItems(added), cancellationToken);
        return OperationOutput.Empty;
    }
}
