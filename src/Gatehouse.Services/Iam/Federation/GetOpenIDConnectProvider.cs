using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Federation;

internal sealed class GetOpenIDConnectProvider(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var provider = (await OidcProviders.FindAsync(room, call, cancellationToken)).Value;
        return OperationOutput.Of(new JsonObject
        {
            ["Url"] = OidcProviderDocument.IdOf(provider.Url),
            ["ClientIDList"] = new JsonArray([.. provider.ClientIds.Select(static id => (JsonNode)id)]),
            ["ThumbprintList"] = new JsonArray([.. provider.Thumbprints.Select(static print => (JsonNode)print)]),
            ["CreateDate"] = IamViews.Seconds(provider.Created),
            ["Tags"] = new JsonArray([.. provider.Tags.Select(IamViews.Tag)]),
        });
    }
}
