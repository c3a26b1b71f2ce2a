using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Tags;

internal sealed class UntagResource(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var resource = await TaggedResource.OpenAsync(store, call, cancellationToken);
        var keys = call.Input.Members["tagKeys"]!.AsArray().Select(key => key!.GetValue<string>());
        await resource.SaveAsync(resource.Tags.RemoveRange(keys), cancellationToken);
        return OperationOutput.Empty;
    }
}
