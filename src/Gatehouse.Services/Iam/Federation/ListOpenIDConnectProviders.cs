using System.Text.Json.Nodes;
using Gatehouse.Model.Identities;
using Gatehouse.Services.Skeleton;

namespace Gatehouse.Services.Iam.Federation;

internal sealed class ListOpenIDConnectProviders(IamRoom room) : IOperation
{
    public async ValueTask<OperationOutput> ExecuteAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var providers = await room.ListAsync<OidcProviderDocument>(call, cancellationToken);
        return OperationOutput.Of(new JsonObject
        {
            ["OpenIDConnectProviderList"] = new JsonArray([.. providers.Select(provider =>
                (JsonNode)new JsonObject { ["Arn"] = OidcProviders.Arn(call.Scope.Account, provider.Id) })]),
        });
    }
}
