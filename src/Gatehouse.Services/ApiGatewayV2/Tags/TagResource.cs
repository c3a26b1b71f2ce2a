using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Tags;

/// <summary>POST and 201, where version 1 has PUT and 204 (http-api §3.12).</summary>
internal sealed class TagResource(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var resource = await TaggedResourceV2.OpenAsync(store, call, cancellationToken);
        await resource.SaveAsync(resource.Tags.SetItems(call.Input.Map("Tags")), cancellationToken);
        return OperationOutput.Empty;
    }
}
