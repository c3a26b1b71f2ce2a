using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGateway.Tags;

/// <summary>Not paged, whatever the model says (rest-control-plane §1.6); <c>{}</c> when there are none.</summary>
internal sealed class GetTags(RestApiStore store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var resource = await TaggedResource.OpenAsync(store, call, cancellationToken);
        var tags = new JsonObject(
            resource.Tags.Select(tag => new KeyValuePair<string, JsonNode?>(tag.Key, tag.Value)));
        return OperationOutput.Of(new JsonObject { ["tags"] = tags });
    }
}
