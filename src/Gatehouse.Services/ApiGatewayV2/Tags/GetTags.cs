using System.Text.Json.Nodes;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.ApiGatewayV2.Tags;

internal sealed class GetTags(ApiV2Store store) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var resource = await TaggedResourceV2.OpenAsync(store, call, cancellationToken);
        var tags = new JsonObject(
            resource.Tags.Select(static tag => new KeyValuePair<string, JsonNode?>(tag.Key, tag.Value)));
        return OperationOutput.Of(new JsonObject { ["Tags"] = tags });
    }
}
